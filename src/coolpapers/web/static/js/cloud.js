// The word cloud: how often each keyword stood on a paper that was opened. It stays in this
// browser; on the home page it is shown, changed, and made into preference words.
import { recall, remember } from "./storage.js";
import { button, element, word } from "./tools.js";
import { done } from "./toast.js";

const NAME = "wordCloud";
const MOST = 300;
const KEPT = 100;
const TOP = 12;
const SHOWN = 150;
const LARGEST_REM = 1.9;
const SMALLEST_REM = 0.85;

export function readCloud() {
  try {
    const kept = Object.entries(JSON.parse(recall(NAME) || "{}"));
    return new Map(kept.map(([key, count]) => [key, Number(count)]).filter(([key, count]) => key && count > 0));
  } catch {
    return new Map();
  }
}

/** Keeps the cloud; past 300 words the first 100 stay, their counts halved. */
export function keepCloud(cloud) {
  const kept = cloud.size > MOST
    ? sorted(cloud).slice(0, KEPT).map(([key, count]) => [key, Math.ceil(count / 2)])
    : [...cloud];
  remember(NAME, kept.length ? JSON.stringify(Object.fromEntries(kept)) : "");
}

const sorted = (cloud) => [...cloud].sort(([, a], [, b]) => b - a);

export function attachCloud(root) {
  const opened = new Set();
  root.addEventListener("click", ({ target }) => {
    const card = target.closest(".title-pdf, .title-kimi")?.closest(".paper");
    if (!card || opened.has(card)) return;
    opened.add(card);
    const cloud = readCloud();
    for (const key of (card.getAttribute("keywords") ?? "").split(",").filter(Boolean)) {
      cloud.set(key, (cloud.get(key) ?? 0) + 1);
    }
    keepCloud(cloud);
  });
  const place = root.getElementById("cloud");
  if (place) attachPlace(root, place);
}

function attachPlace(root, place) {
  const change = (act) => {
    const cloud = readCloud();
    act(cloud);
    keepCloud(cloud);
    show(place);
  };
  place.addEventListener("click", ({ target }) => {
    const key = target.closest("li")?.dataset.word;
    if (target.closest(".cloud-word")) change((cloud) => cloud.set(key, (cloud.get(key) ?? 0) + 1));
    if (!target.closest(".cloud-remove")) return;
    const before = recall(NAME);
    const next = target.closest("li").nextElementSibling?.dataset.word;
    change((cloud) => cloud.delete(key));
    focusOn(place, next);
    undoable(place, word("cloudRemoved", { word: key }), before);
  });
  root.getElementById("cloud-clear").addEventListener("click", () => {
    const before = recall(NAME);
    keepCloud(new Map());
    show(place);
    undoable(place, word("cloudCleared"), before);
  });
  root.getElementById("cloud-use").addEventListener("click", () => {
    const field = root.getElementById("prefer");
    const top = sorted(readCloud()).slice(0, TOP).map(([key]) => key);
    field.value = top.join(", ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  root.addEventListener("state-imported", () => show(place));
  show(place);
}

const focusOn = (place, key) =>
  key && place.querySelector(`[data-word="${CSS.escape(key)}"] .cloud-remove`)?.focus();

function undoable(place, text, before) {
  done(text, () => {
    remember(NAME, before);
    show(place);
  });
}

/** The words by name, the size of each by its count. */
function show(place) {
  const all = sorted(readCloud()).slice(0, SHOWN);
  const most = Math.log1p(all[0]?.[1] ?? 1);
  const focused = document.activeElement?.closest("#cloud li")?.dataset.word;
  const names = new Intl.Collator();
  place.replaceChildren(...all.sort(([a], [b]) => names.compare(a, b)).map(([key, count]) => item(key, count, most)));
  place.hidden = !all.length;
  document.getElementById("cloud-empty").hidden = all.length > 0;
  document.getElementById("cloud-tools").hidden = !all.length;
  if (focused) place.querySelector(`[data-word="${CSS.escape(focused)}"] .cloud-word`)?.focus();
}

function item(key, count, most) {
  const raise = button("cloud-word", key, word("cloudRaise", { word: key, n: count }));
  const size = SMALLEST_REM + (LARGEST_REM - SMALLEST_REM) * (Math.log1p(count) / most) ** 2;
  raise.style.fontSize = `${size.toFixed(2)}rem`;
  const line = element("li", {}, raise, button("cloud-remove", "×", word("cloudRemove", { word: key })));
  line.dataset.word = key;
  return line;
}
