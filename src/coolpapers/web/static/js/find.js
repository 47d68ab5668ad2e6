// Search in the list that is open: words wanted and not wanted, remembered, in every card that
// is here or comes. The browser's own search is left alone.
import { isShown } from "./cards.js";
import { forget, Words } from "./matches.js";
import { paint, rangesOf, show } from "./paint.js";
import { recall, remember } from "./storage.js";
import { say } from "./texts.js";

const WANTED = "appSearchKeywords";
const UNWANTED = "appSearchKeywords-Excluded";
const MANNER = "coolpapers-find"; // “all”, “filter”, both or neither
const AFTER_MS = 120;
const SLICE_MS = 8;
const TOP_PX = 60; // what ends above is over

/** Lets the browser draw, which `scheduler.yield` would not. */
const pause = () => new Promise((go) => setTimeout(go));

export function attachFind(root) {
  const form = root.getElementById("find");
  const list = root.querySelector(".papers");
  if (!form || !list) return;
  const finder = new Finder(form, list);
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => finder.start(), AFTER_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.type !== "search") return;
    event.preventDefault();
    finder.go(event.shiftKey ? -1 : 1);
  });
  form.addEventListener("click", ({ target }) => {
    const way = target.closest("[data-way]")?.dataset.way;
    if (way) finder.go(Number(way));
  });
  root.addEventListener("find-step", (event) => finder.go(event.detail));
  finder.recall();
}

class Finder {
  constructor(form, list) {
    this.form = form;
    this.list = list;
    this.canHide = !list.matches(".single");
    this.at = null; // the place that was gone to
    this.todo = new Set();
    this.isBusy = false;
    this.watcher = new MutationObserver((records) => this.notice(records));
  }

  recall() {
    const { wanted, unwanted, every, filter } = this.form.elements;
    wanted.value = recall(WANTED);
    unwanted.value = recall(UNWANTED);
    every.value = recall(MANNER).includes("all") ? "all" : "any";
    filter.checked = recall(MANNER).includes("filter");
    if (wanted.value || unwanted.value) this.start();
  }

  read() {
    const { wanted, unwanted, every, filter } = this.form.elements;
    remember(WANTED, wanted.value.trim());
    remember(UNWANTED, unwanted.value.trim());
    remember(MANNER, [every.value, filter.checked ? "filter" : ""].join(" ").replace("any", "").trim());
    this.wanted = new Words(wanted.value);
    this.unwanted = new Words(unwanted.value);
    this.every = every.value === "all";
    this.filters = filter.checked;
  }

  /** Looks through all cards for what the form says now. */
  start() {
    this.read();
    this.at = null;
    show(null);
    this.watcher.disconnect();
    if (this.isOn) {
      this.watcher.observe(this.list, { childList: true, characterData: true, subtree: true });
    }
    this.todo = new Set([...this.todo, ...this.list.children]);
    this.work();
  }

  /** Cards that came, and cards whose text a translator or typesetter changed. */
  notice(records) {
    for (const { target, addedNodes } of records) {
      const cards = target === this.list ? addedNodes : [target.parentElement?.closest(".paper")];
      for (const card of cards) {
        if (!card?.matches?.(".paper")) continue;
        forget(card);
        this.todo.add(card);
      }
    }
    this.work();
  }

  /** Works in short slices, so that scrolling and typing go on. */
  async work() {
    if (this.isBusy) return;
    this.isBusy = true;
    let since = performance.now();
    for (const card of this.todo) {
      this.todo.delete(card);
      this.look(card);
      if (performance.now() - since < SLICE_MS) continue;
      await pause();
      since = performance.now();
    }
    this.isBusy = false;
    this.tell();
    this.list.dispatchEvent(new Event("shown-change", { bubbles: true }));
  }

  look(card) {
    const has = this.wanted.isEmpty || this.wanted.areIn(card, this.every);
    const hasUnwanted = !this.unwanted.isEmpty && this.unwanted.areIn(card, false);
    const isLeftOut = this.canHide && (hasUnwanted || (this.filters && !has));
    card.classList.toggle("unfound", isLeftOut);
    paint(card, has && !hasUnwanted ? this.wanted.rangesIn(card) : []);
  }

  get found() {
    return [...this.list.children].filter(isShown).flatMap(rangesOf);
  }

  tell() {
    const found = this.found;
    const at = found.indexOf(this.at) + 1;
    const cards = [...this.list.children].filter((card) => rangesOf(card).length);
    const said = at ? "findAt" : found.length ? "findCount" : "findNone";
    this.form.querySelector("output").textContent = this.wanted.isEmpty
      ? ""
      : say(said, { at, n: found.length, papers: cards.length });
    for (const button of this.form.querySelectorAll("[data-way]")) button.disabled = !found.length;
    this.form.closest("details").classList.toggle("on", this.isOn);
  }

  get isOn() {
    return !this.wanted.isEmpty || !this.unwanted.isEmpty;
  }

  go(way) {
    const found = this.found;
    if (!found.length) return;
    const at = found.indexOf(this.at);
    this.at = at < 0 ? this.nearest(found, way) : found.at((at + way) % found.length);
    show(this.at);
    this.tell();
    reveal(this.at);
  }

  /** The first place below the top of the window, or the last above it. */
  nearest(found, way) {
    const below = found.findIndex((range) => cardOf(range).getBoundingClientRect().bottom > TOP_PX);
    if (way > 0) return found.at(Math.max(below, 0));
    return found.at(below - 1);
  }
}

const cardOf = (range) => range.startContainer.parentElement.closest(".paper");

function reveal({ startContainer, startOffset, endContainer, endOffset }) {
  const range = document.createRange();
  range.setStart(startContainer, startOffset);
  range.setEnd(endContainer, endOffset);
  const folded = startContainer.parentElement.closest(".more-authors");
  if (folded) folded.parentElement.querySelector(".fold-authors").checked = true;
  cardOf(range).scrollIntoView({ block: "nearest" });
  // What is far from the window has no places yet; after a frame it has.
  requestAnimationFrame(() => {
    const { top, bottom } = range.getBoundingClientRect();
    const line = innerHeight / 4;
    if (top < TOP_PX || bottom > 2 * line) scrollBy({ top: top - line });
  });
}
