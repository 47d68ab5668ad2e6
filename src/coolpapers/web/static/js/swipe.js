// On a phone: a swipe to the right keeps a paper, one to the left skips it. Scrolling stays the
// browser's (`touch-action` in keys.css), and formulas wider than the window can be moved.
import { keep } from "./acts.js";
import { toggleHidden } from "./hide.js";
import { recall, remember } from "./storage.js";
import { say } from "./texts.js";

const OFF = "coolpapers-swipe"; // “off”, or nothing
const EDGE_PX = 24; // the browser's own gestures begin here
const BEGIN_PX = 12;
const ENOUGH = 0.28; // of the width of the card

export function attachSwipe(root) {
  const list = root.querySelector(".papers:not(.single)");
  const toggle = root.querySelector('#reading-settings [name="swipe"]');
  toggle.checked = recall(OFF) !== "off";
  const show = () => list?.classList.toggle("swiped", toggle.checked);
  show();
  toggle.addEventListener("change", () => {
    remember(OFF, toggle.checked ? "" : "off");
    show();
  });
  if (list) follow(list, toggle);
}

function follow(list, toggle) {
  let swipe = null;
  list.addEventListener("pointerdown", (event) => {
    const card = event.target.closest(".paper");
    const isInside = event.clientX > EDGE_PX && event.clientX < innerWidth - EDGE_PX;
    swipe = toggle.checked && event.pointerType === "touch" && event.isPrimary && card && isInside
      ? { card, x: event.clientX, y: event.clientY, by: 0 }
      : null;
  });
  list.addEventListener("pointermove", (event) => {
    if (!swipe) return;
    const by = event.clientX - swipe.x;
    if (!swipe.by && !isAcross(by, event.clientY - swipe.y)) return;
    if (!swipe.by) swipe.card.setPointerCapture(event.pointerId);
    swipe.by = by || 1;
    show(swipe);
  });
  list.addEventListener("pointerup", () => {
    if (swipe?.by) finish(swipe);
    swipe = null;
  });
  list.addEventListener("pointercancel", () => {
    if (swipe) rest(swipe.card);
    swipe = null;
  });
}

const isAcross = (x, y) =>
  Math.abs(x) > BEGIN_PX && Math.abs(x) > 2 * Math.abs(y) && getSelection().isCollapsed;

const isEnough = ({ card, by }) => Math.abs(by) > ENOUGH * card.offsetWidth;

function show(swipe) {
  const { card, by } = swipe;
  card.style.setProperty("--swipe", `${by}px`);
  card.dataset.swipe = say(by > 0 ? "keep" : "skip");
  card.classList.toggle("enough", isEnough(swipe));
}

function rest(card) {
  card.style.removeProperty("--swipe");
  delete card.dataset.swipe;
  card.classList.remove("enough");
}

function finish(swipe) {
  const enough = isEnough(swipe);
  rest(swipe.card);
  if (!enough) return;
  if (swipe.by > 0) keep(swipe.card);
  else toggleHidden(swipe.card);
}
