// What a key, a swipe or a button of the app bar does to the paper that is being read.
import { beside, cardAtLine, currentCard, titleOf } from "./cards.js";
import { toggleHidden } from "./hide.js";
import { showAll } from "./position.js";
import { toggleStar } from "./stars.js";
import { say } from "./texts.js";
import { dismiss, done, undoLast } from "./toast.js";

const TOP_PX = 24; // a card whose top is no further down has been arrived at

const press = (part) => (root, card) => {
  const button = card?.querySelector(part);
  if (button && !button.hidden) button.click();
};

export const ACTS = {
  next: (root, card) => goTo(step(root, card, 1)),
  previous: (root, card) => goTo(step(root, card, -1)),
  pdf: press(".title-pdf"),
  faq: press(".title-kimi"),
  copy: press(".title-copy"),
  related: press(".title-rel"),
  star: (root, card) => card && keep(card),
  hide: (root, card) => card?.matches(":not(.single) > *") && toggleHidden(card),
  undo: undoLast,
  all: showAll,
  search,
  theme,
  help,
  found: (root) => root.dispatchEvent(new CustomEvent("find-step", { detail: 1 })),
  foundBefore: (root) => root.dispatchEvent(new CustomEvent("find-step", { detail: -1 })),
};

export const act = (root, name) => ACTS[name](root, currentCard(root));

/** Puts a paper on the star list, or takes it off. */
export function keep(card) {
  const isKept = toggleStar(card);
  done(say(isKept ? "kept" : "unkept", { title: titleOf(card) }), () => toggleStar(card));
}

function step(root, card, way) {
  if (!card || card.contains(root.activeElement)) return card && beside(card, way);
  const { top } = cardAtLine(root).getBoundingClientRect();
  if (way > 0) return top > TOP_PX ? card : beside(card, 1);
  return top < 0 ? card : beside(card, -1);
}

function goTo(card) {
  if (!card) return;
  dismiss();
  card.querySelector(".title-link").focus({ preventScroll: true });
  card.scrollIntoView();
}

function search(root) {
  const sheet = root.getElementById("app-bar-search");
  const large = root.querySelector(".large input");
  if (large && !root.querySelector(".paper")) large.focus();
  else {
    sheet.open = true;
    sheet.querySelector("input").focus();
  }
}

/** The focus at its heading: at its button, a low window would show the end first. */
function help(root) {
  root.getElementById("keys-help").showModal();
  root.getElementById("keys-title").focus();
}

function theme(root) {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const other = (root.documentElement.dataset.theme ?? system) === "dark" ? "light" : "dark";
  root.querySelector(`.preferences [name="theme"][value="${other}"]`).click();
}
