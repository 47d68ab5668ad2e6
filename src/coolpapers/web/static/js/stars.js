// Opening a PDF or a FAQ stars the paper: once for each count at the server, and in this browser,
// so that the star list in the app bar shows what was opened.
import { onCards, SLICE, titleOf } from "./cards.js";
import { recall, remember } from "./storage.js";
import { base, button, element } from "./tools.js";

const NAMES = { pdf: "PDF", kimi: "Kimi" }; // what the server counts, and what it is called here
const starName = (card, key) => `[${NAMES[key]}]-stared-${branchOf(card)}-${card.id}`;
const unstarName = (card) => `[Unstar]-${branchOf(card)}-${card.id}`;
const isStarred = (card) =>
  Object.keys(NAMES).some((key) => recall(starName(card, key))) && recall(unstarName(card)) === "";

export function attachStars(root) {
  const items = root.querySelector("#app-bar-star .items");
  onCards(root, (cards) => {
    for (const card of cards) items.append(item(card, items.dataset.unstar));
    cards.forEach(show);
    showEmptiness(items);
  }, SLICE);
  const opened = (event) => {
    const link = event.target.closest(".title-pdf, .title-kimi");
    // Buttons 0 and 1: a click, and a middle click that opens a tab.
    if (!link || event.button > 1) return;
    star(link.closest(".paper"), items, link.matches(".title-pdf") ? "pdf" : "kimi");
  };
  root.addEventListener("click", opened);
  root.addEventListener("auxclick", opened);
  items.addEventListener("click", (event) => {
    const away = event.target.closest(".i-unstar");
    if (away) unstar(root.getElementById(away.dataset.paper), items);
  });
}

/** The branch a card belongs to, as its link says: lists of all branches mix them. */
function branchOf(card) {
  return card.querySelector(".title-link").getAttribute("href").slice(base.length).split("/")[1];
}

/** Stars a paper without opening it, or takes its star away; whether it has one now. */
export function toggleStar(card) {
  const items = document.querySelector("#app-bar-star .items");
  if (isStarred(card)) unstar(card, items);
  else star(card, items, "pdf");
  return isStarred(card);
}

function star(card, items, key) {
  if (isStarred(card) && recall(starName(card, key))) return;
  remember(starName(card, key), String(Date.now()));
  remember(unstarName(card), "");
  tell(card, key, 1);
  show(card);
  showEmptiness(items);
}

function unstar(card, items) {
  for (const key of Object.keys(NAMES)) remember(starName(card, key), "");
  remember(unstarName(card), String(Date.now()));
  tell(card, "unstar", 1);
  show(card);
  showEmptiness(items);
}

async function tell(card, key, delta) {
  const query = new URLSearchParams({ key, delta, paper: card.id });
  const address = `${base}/${branchOf(card)}/star?${query}`;
  try {
    const answer = await fetch(address, { method: "POST", keepalive: true });
    const count = answer.ok ? Number.parseInt(await answer.text(), 10) : Number.NaN;
    if (!Number.isNaN(count)) showCount(card, key, count);
  } catch {
    // The count can wait; the star is kept here.
  }
}

function showCount(card, key, count) {
  const counted = key === "kimi" ? "kimi" : "pdf";
  document.getElementById(`${counted}-stars-${card.id}`).textContent = count || "";
  if (counted !== "pdf") return; // the line tells how often the PDF was opened
  const line = lineOf(card);
  if (line) line.querySelector(".i-star").textContent = count || "";
}

const lineOf = (card) => document.getElementById(`app-bar-star-${card.id}`);

function show(card) {
  const starred = isStarred(card);
  card.querySelector(".title-pdf").classList.toggle("stared", starred);
  const line = lineOf(card); // far down a long list it may still have to come
  if (line) line.style.display = starred ? "" : "none";
}

function showEmptiness(items) {
  const shown = [...items.children].some((line) => line.style.display !== "none");
  items.parentElement.querySelector("[data-empty]").hidden = shown;
}

/** The line of a card in the star list; hidden while the paper has no star. */
function item(card, unstarText) {
  const away = button("i-unstar", "×", unstarText);
  away.dataset.paper = card.id;
  return element("p", { id: `app-bar-star-${card.id}` },
    element("span", { className: "i-index" }, card.querySelector(".index").textContent),
    element("a", { className: "i-title", href: `#${card.id}` }, titleOf(card)),
    element("span", { className: "i-star" }, card.querySelector(".title-pdf sup").textContent), away);
}
