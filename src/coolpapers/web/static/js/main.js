// Starts each behaviour on the page the server wrote. Everything here is a convenience:
// what is hidden until now, because it needs scripts, is shown.
import { attachBar } from "./bar.js";
import { attachCategories } from "./categories.js";
import { attachCloud } from "./cloud.js";
import { attachCopied } from "./copied.js";
import { attachCopy } from "./copy.js";
import { attachCopyMenu } from "./copymenu.js";
import { attachDigest } from "./digest.js";
import { attachFaq } from "./faq.js";
import { attachFind } from "./find.js";
import { attachFold } from "./fold.js";
import { attachHide } from "./hide.js";
import { attachKeys } from "./keys.js";
import { attachMap } from "./map.js";
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
import { attachSuggestions } from "./suggestions.js";
import { attachSwipe } from "./swipe.js";
import { attachTranslate } from "./translate.js";

for (const element of document.querySelectorAll(".scripted")) element.hidden = false;
const AT_ONCE_MS = 25; // a thousand cards must not hold the page up
let since = performance.now();

for (const attach of [
  attachBar,
  attachSettings,
  attachSeen,
  attachHide,
  attachCategories,
  attachPreference,
  attachCopy,
  attachStars,
  attachFold,
  attachFind,
  attachDigest,
  attachPlace,
  attachScroll,
  attachPosition,
  attachKeys,
  attachSwipe,
  attachCloud,
  attachCopied,
  attachCopyMenu,
  attachMap,
  attachMaths,
  attachPdf,
  attachFaq,
  attachStarList,
  attachState,
  attachSubjects,
  attachSuggestions,
  attachTranslate,
]) {
  attach(document);
  if (performance.now() - since < AT_ONCE_MS) continue;
  await new Promise((go) => setTimeout(go));
  since = performance.now();
}
