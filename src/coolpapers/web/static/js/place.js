// The place in a list. The address always names the part of the list that was read (`skip` and
// `show`), and the history entry the card, so that reload and Back lead to the same card.
import { cardAtLine, indexOf, onCards } from "./cards.js";

const SHOW = 25; // the server's default, which the address leaves out
const MOST_SHOWN = 1000; // more the server does not show at once
const AFTER_MS = 150;
const FRAMES = 30;

const ends = []; // the index of the last card of each batch
const given = new URLSearchParams(location.search);
let skipped = 0;

export function attachPlace(root) {
  const first = root.querySelector(".papers:not(.single) > .paper");
  if (!first) return;
  skipped = indexOf(first) - 1;
  onCards(root, (cards) => ends.push(indexOf(cards.at(-1))));
  history.scrollRestoration = "manual";
  restore(root);
  let timer = 0;
  const note = () => {
    clearTimeout(timer);
    keep(root);
  };
  // After a frame the page has its layout: asked earlier, it would be laid out for the question.
  const rested = () => requestAnimationFrame(() => (timer = setTimeout(note)));
  addEventListener("scroll", () => (clearTimeout(timer), (timer = setTimeout(rested, AFTER_MS))), { passive: true });
  root.addEventListener("click", note, { capture: true });
  addEventListener("pagehide", note);
}

/** The address of this list from its first card to the end of the part with this index. */
export function addressOf(index) {
  const address = new URL(location.href);
  const end = ends.find((one) => one >= index) ?? skipped + Math.ceil((index - skipped) / SHOW) * SHOW;
  const begin = Math.max(skipped, end - MOST_SHOWN);
  const isWhole = end !== ends[0];
  set(address, "show", isWhole && end - begin !== SHOW ? end - begin : !isWhole && given.get("show"));
  set(address, "skip", isWhole ? begin : given.get("skip"));
  return address;
}

function set(address, name, value) {
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
}

function keep(root) {
  const card = cardAtLine(root);
  if (!card) return;
  const state = { ...history.state, card: card.id, top: card.getBoundingClientRect().top };
  if (scrollY === 0) delete state.card;
  history.replaceState(state, "", addressOf(indexOf(card)));
}

function restore(root) {
  const how = performance.getEntriesByType("navigation")[0]?.type;
  const { card, top } = history.state ?? {};
  const found = card && root.getElementById(card);
  if (found && (how === "reload" || how === "back_forward")) settle(found, top);
}

/** Cards near the window get their real heights only now: hold the card until it rests. */
function settle(card, top) {
  let frames = FRAMES;
  const stop = () => (frames = 0);
  for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(kind, stop, { once: true, passive: true });
  }
  const hold = () => {
    if (frames-- <= 0) return;
    const off = card.getBoundingClientRect().top - top;
    if (Math.abs(off) > 1) scrollBy({ top: off, behavior: "instant" });
    requestAnimationFrame(hold);
  };
  hold();
}
