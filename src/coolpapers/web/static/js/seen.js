// Papers seen on another day, in another category or version can be dimmed or hidden. A paper
// counts as seen once its title stood in the window for a second. Off unless the reader asks.
import { bounded } from "./bounded.js";
import { keyOf, onCards, onNear, SLICE } from "./cards.js";
import { readList } from "./list.js";
import { recall, remember } from "./storage.js";
import { say } from "./texts.js";

const MANNER = "coolpapers-seen-papers"; // “dim”, “hide”, or nothing
const MOST = 5000;
const SEEN_AFTER_MS = 1000;

const seen = bounded("coolpapers-seen", MOST); // paper -> the list where it was first seen

export function attachSeen(root) {
  attachManner(root);
  const list = readList(root);
  const isOwnPage = root.querySelector(".papers.single") !== null;
  if (!list.isBrowsed && !isOwnPage) return;
  const see = (card) => {
    if (!seen.has(keyOf(card))) seen.set(keyOf(card), list.key);
  };
  onCards(root, (cards) => {
    for (const card of cards) {
      const where = seen.get(keyOf(card));
      const isOld = list.isBrowsed && where !== undefined && where !== list.key;
      card.classList.toggle("seen", isOld);
      if (isOld) card.querySelector(".date").dataset.mark = say("seenBefore");
    }
  }, SLICE);
  watch(root, see);
}

/** Calls `see` with each card whose title stays in the window long enough. */
function watch(root, see) {
  const waiting = new Map();
  const watcher = new IntersectionObserver((records) => {
    for (const { target, isIntersecting } of records) {
      clearTimeout(waiting.get(target));
      if (!isIntersecting) continue;
      waiting.set(target, setTimeout(() => {
        if (document.hidden) return;
        see(target.closest(".paper"));
        watcher.unobserve(target);
      }, SEEN_AFTER_MS));
    }
  });
  const titleOf = (card) => card.querySelector(".title");
  onNear(root, (card) => watcher.observe(titleOf(card)), (card) => {
    clearTimeout(waiting.get(titleOf(card)));
    watcher.unobserve(titleOf(card));
  });
}

function attachManner(root) {
  const show = () => (root.documentElement.dataset.seen = recall(MANNER));
  show();
  for (const choice of root.querySelectorAll('#reading-settings [name="seen"]')) {
    choice.checked = choice.value === recall(MANNER);
    choice.addEventListener("change", () => {
      remember(MANNER, choice.value);
      show();
      choice.dispatchEvent(new Event("shown-change", { bubbles: true }));
    });
  }
}
