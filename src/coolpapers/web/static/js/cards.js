// The cards of a list: those on the page and those that arrive later, which of them are shown,
// and which one is being read.
import { base } from "./tools.js";

/** As many cards as can be seen to at once. */
export const SLICE = 40;

const READING_LINE_PX = 96;

/** Calls `greet` with the cards that are here, and with each batch that arrives later; with those
 * that are here in slices of `size`, so that a thousand of them do not hold the page up. */
export function onCards(root, greet, size = Infinity) {
  const list = root.querySelector(".papers");
  if (!list) return;
  const cards = (nodes) => [...nodes].filter((node) => node.matches?.(".paper"));
  inSlices(cards(list.children), greet, size);
  new MutationObserver((records) => {
    const arrived = cards(records.flatMap((record) => [...record.addedNodes]));
    if (arrived.length) greet(arrived);
  }).observe(list, { childList: true });
}

function inSlices(cards, greet, size) {
  greet(cards.slice(0, size));
  if (cards.length > size) setTimeout(() => inSlices(cards.slice(size), greet, size));
}

/** Calls `come` with cards that come near the window and `go` with those that leave it, as the browser
 * tells; to ask an observer about a thousand cards at every frame would cost more than drawing them.
 * Where it does not tell, each card comes once and none goes. */
export function onNear(root, come, go = () => {}) {
  near ??= nearWindow(root);
  followers.push({ come, go });
  near.forEach(come);
}

const followers = [];
let near;

function nearWindow(root) {
  const list = root.querySelector(".papers");
  const cards = new Set();
  const comes = (card) => {
    cards.add(card);
    followers.forEach(({ come }) => come(card));
  };
  const goes = (card) => {
    cards.delete(card);
    followers.forEach(({ go }) => go(card));
  };
  if (!globalThis.ContentVisibilityAutoStateChangeEvent || !list || list.matches(".single")) {
    onCards(root, (arrived) => arrived.forEach(comes), SLICE);
    return cards;
  }
  list.addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => {
    if (target.parentElement === list) (skipped ? goes : comes)(target);
  });
  for (const card of list.querySelectorAll(":scope > .paper")) {
    if (isDrawn(card)) cards.add(card);
    else if (cards.size) break; // those near the window stand together
  }
  return cards;
}

const isDrawn = (card) => card.firstElementChild.checkVisibility({ contentVisibilityAuto: true });

export const isShown = (card) => card.checkVisibility();

/** The place in the whole list that the server gave a card, from 1. */
export const indexOf = (card) =>
  Number(card.querySelector(".index").textContent.replace(/\D/g, ""));

/** The name of a paper on any page: its own address here, as in `/arxiv/1706.03762`. */
export const keyOf = (card) =>
  card.querySelector(".title-link").pathname.slice(base.length);

/** The printed id of the paper at an address below the site's base, `arxiv:1706.03762`. */
export const printed = (key) => decodeURIComponent(key.slice(1).replace("/", ":"));

export const printedId = (card) => printed(keyOf(card));

export const titleOf = (card) => card.querySelector(".title-link").textContent;

/** The nearest shown card after this one, or before it. */
export function beside(card, way) {
  const step = way > 0 ? "nextElementSibling" : "previousElementSibling";
  let other = card[step];
  while (other && !isShown(other)) other = other[step];
  return other;
}

/** The card at the line near the top of the window where one reads. */
export function cardAtLine(root) {
  const list = root.querySelector(".papers");
  if (!list?.firstElementChild) return null;
  const box = list.getBoundingClientRect();
  if (box.bottom < READING_LINE_PX) return lastShown(list);
  const at = root.elementsFromPoint(box.left + box.width / 2, READING_LINE_PX);
  const found = at.map((element) => element.closest(".papers > .paper")).find(Boolean);
  return found ?? firstShown(list);
}

/** Calls `tell` with the card at the reading line whenever it is another one; measures nothing. */
export function onReading(root, tell) {
  const atLine = new Set();
  const watcher = new IntersectionObserver((records) => {
    for (const { target, isIntersecting } of records) {
      if (isIntersecting) atLine.add(target);
      else atLine.delete(target);
    }
    const [at] = [...atLine].sort((one, other) => indexOf(other) - indexOf(one));
    if (at) tell(at);
  }, { rootMargin: "-10% 0px -89%" });
  onNear(root, (card) => watcher.observe(card), (card) => {
    watcher.unobserve(card);
    atLine.delete(card);
  });
}

/** The card with the focus if one sees it, otherwise the one at the reading line. */
export function currentCard(root) {
  const focused = root.activeElement?.closest(".papers > .paper");
  if (focused) {
    const { top, bottom } = focused.getBoundingClientRect();
    if (bottom > READING_LINE_PX && top < innerHeight) return focused;
  }
  return cardAtLine(root);
}

function firstShown(list) {
  const first = list.firstElementChild;
  return isShown(first) ? first : beside(first, 1);
}

function lastShown(list) {
  const last = list.lastElementChild;
  return isShown(last) ? last : beside(last, -1);
}
