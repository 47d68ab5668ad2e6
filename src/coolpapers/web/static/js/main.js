// Starts each behaviour on the page the server wrote. Everything here is a convenience:
// what is hidden until now, because it needs scripts, is shown.
import { attachBar } from "./bar.js";
import { attachCategories } from "./categories.js";
import { attachCloud } from "./cloud.js";
import { attachCopied } from "./copied.js";
import { attachCopy } from "./copy.js";
import { attachCopyMenu } from "./copymenu.js";
import { attachFaq } from "./faq.js";
import { attachFind } from "./find.js";
import { attachFold } from "./fold.js";
import { attachHide } from "./hide.js";
import { attachKeys } from "./keys.js";
import { attachMaths } from "./maths.js";
import { attachPdf } from "./pdf.js";
import { attachPlace } from "./place.js";
import { attachPosition } from "./position.js";
import { attachPreference } from "./preference.js";
import { attachScroll } from "./scroll.js";
import { attachSeen } from "./seen.js";
import { attachSettings } from "./settings.js";
import { attachStarList } from "./starlist.js";
import { attachStars } from "./stars.js";
import { attachState } from "./state.js";
import { attachSubjects } from "./subjects.js";
import { attachSwipe } from "./swipe.js";
import { attachTranslate } from "./translate.js";

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
  attachCloud,
  attachCopied,
  attachCopyMenu,
  attachMaths,
  attachPdf,
  attachFaq,
  attachStarList,
  attachState,
  attachSubjects,
  attachTranslate,
]) {
  attach(document);
}
