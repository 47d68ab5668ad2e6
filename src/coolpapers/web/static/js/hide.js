// Papers one does not want to see are hidden in the lists one browses, on this device, and can
// be brought back. Nothing is hidden in searches nor among papers that somebody named.
import { bounded } from "./bounded.js";
import { beside, keyOf, onCards, SLICE, titleOf } from "./cards.js";
import { readList } from "./list.js";
import { say } from "./texts.js";
import { done } from "./toast.js";

const MOST = 3000;

const hidden = bounded("coolpapers-hidden", MOST);

export function attachHide(root) {
  if (!readList(root).isBrowsed) return;
  onCards(root, (cards) => {
    for (const card of cards) card.classList.toggle("skipped", hidden.has(keyOf(card)));
    changed(cards[0]);
  }, SLICE);
}

/** Hides a card; one that is hidden, and seen because all are shown, comes back. */
export function toggleHidden(card) {
  const hides = !card.classList.contains("skipped");
  set(card, hides);
  done(say(hides ? "hidden" : "unhidden", { title: titleOf(card) }), () => {
    set(card, !hides);
    card.scrollIntoView({ block: "nearest" });
    card.querySelector(".title-link").focus({ preventScroll: true });
  });
}

function set(card, hides) {
  const near = card.contains(document.activeElement) && (beside(card, 1) ?? beside(card, -1));
  if (hides) hidden.set(keyOf(card));
  else hidden.delete(keyOf(card));
  card.classList.toggle("skipped", hides);
  if (hides && near) near.querySelector(".title-link").focus({ preventScroll: true });
  changed(card);
}

const changed = (card) => card?.dispatchEvent(new Event("shown-change", { bubbles: true }));
