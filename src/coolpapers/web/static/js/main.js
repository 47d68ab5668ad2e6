// Starts each behaviour on the page the server wrote. Everything here is a convenience:
// what is hidden until now, because it needs scripts, is shown.
import { attachBar } from "./bar.js";
import { attachCategories } from "./categories.js";
import { attachCopy } from "./copy.js";
import { attachFind } from "./find.js";
import { attachFold } from "./fold.js";
import { attachHide } from "./hide.js";
import { attachKeys } from "./keys.js";
import { attachPlace } from "./place.js";
import { attachPosition } from "./position.js";
import { attachPreference } from "./preference.js";
import { attachScroll } from "./scroll.js";
import { attachSeen } from "./seen.js";
import { attachSettings } from "./settings.js";
import { attachStars } from "./stars.js";
import { attachSwipe } from "./swipe.js";

for (const element of document.querySelectorAll(".scripted")) element.hidden = false;
for (const attach of [
  attachBar,
  attachSettings,
  attachCategories,
  attachPreference,
  attachCopy,
  attachStars,
  attachFold,
  attachSeen,
  attachHide,
  attachFind,
  attachPlace,
  attachScroll,
  attachPosition,
  attachKeys,
  attachSwipe,
]) {
  attach(document);
}
