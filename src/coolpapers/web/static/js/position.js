// “37 of 112” in the app bar, how many papers are hidden, and the way back to where one stopped.
import { bounded } from "./bounded.js";
import { cardAtLine, indexOf, onCards, onReading, titleOf } from "./cards.js";
import { readList } from "./list.js";
import { addressOf } from "./place.js";
import { say } from "./texts.js";
import { toast } from "./toast.js";
import { button, element } from "./tools.js";

const MOST_LISTS = 100;
const WORTH_RESUMING = 4;

const places = bounded("coolpapers-places", MOST_LISTS); // list -> index and id of a card

export function attachPosition(root) {
  const place = root.getElementById("position");
  const list = readList(root);
  if (!place || !list.total || !root.querySelector(".paper")) return;
  place.style.minWidth = `${say("position", { at: list.total, total: list.total }).length}ch`;
  const show = (card) => {
    place.textContent = say("position", { at: indexOf(card), total: list.total });
    root.getElementById("position-title").textContent = titleOf(card);
  };
  root.querySelector(".papers").before(hiddenLine(root));
  offer(root, list);
  show(root.querySelector(".paper"));
  onReading(root, (card) => {
    show(card);
    if (indexOf(card) > indexReached(list)) places.set(list.orderKey, `${indexOf(card)} ${card.id}`);
  });
  root.addEventListener("shown-change", framed(() => {
    count(root);
    const card = cardAtLine(root);
    if (card) show(card);
  }));
  onCards(root, () => count(root));
}

function hiddenLine(root) {
  const all = button("", "");
  all.addEventListener("click", () => showAll(root));
  return element("p", { id: "hidden-line", className: "notranslate", hidden: true }, element("span"), all);
}

/** Shows what is hidden, in the list's own order, or hides it again. */
export function showAll(root) {
  root.documentElement.toggleAttribute("data-all");
  count(root);
}

/** At most once a frame. */
function framed(act) {
  let waits = 0;
  return () => {
    waits ||= requestAnimationFrame(() => {
      waits = 0;
      act();
    });
  };
}

function count(root) {
  const line = root.getElementById("hidden-line");
  if (!line) return;
  const { seen, all } = root.documentElement.dataset;
  const kinds = `.unfound, .skipped${seen === "hide" ? ", .seen" : ""}`;
  const n = root.querySelectorAll(`.papers > :is(${kinds})`).length;
  line.hidden = n === 0;
  line.querySelector("span").textContent = say(all === undefined ? "notShown" : "shownAgain", { n });
  line.querySelector("button").textContent = say(all === undefined ? "showAll" : "hideAgain");
}

const indexReached = (list) => Number.parseInt(places.get(list.orderKey) ?? "1", 10);

function offer(root, list) {
  const index = indexReached(list);
  const back = root.getElementById("resume");
  const id = places.get(list.orderKey)?.split(" ")[1];
  if (!id || index < WORTH_RESUMING || index >= list.total - 1) return;
  const name = say("resume", { at: index });
  back.textContent = name;
  back.hidden = false;
  back.addEventListener("click", () => resume(root, id, index));
  const isFresh = scrollY === 0 && !location.hash && !history.state?.card;
  if (!isFresh) return;
  const act = () => resume(root, id, index);
  toast(say("stopped", { at: index, total: list.total }), { name, act });
}

function resume(root, id, index) {
  const card = root.getElementById(id);
  if (card) {
    card.scrollIntoView();
    card.querySelector(".title-link").focus({ preventScroll: true });
  } else {
    location.href = Object.assign(addressOf(index), { hash: id }).href;
  }
}
