// Title and abstract in another language: by the browser's own translator, or by the language model
// of this site, whose answer the server has made safe. Formulas stay formulas.
import { keyOf } from "./cards.js";
import { base, once } from "./tools.js";

const SOURCE = "en";
const KEPT = ".math, a, code, .notranslate"; // taken over as they are
const MARK = /[⟦[]+\s*(\d+)\s*[⟧\]]+/g;

const translator = once((language) => globalThis.Translator.create({ sourceLanguage: SOURCE, targetLanguage: language }));

/** What the title and the abstract of a card say, as nodes; nothing is sent anywhere. */
export async function byBrowser(card, language) {
  const ready = await translator(language);
  const title = await translated(card.querySelector(".title-link"), ready);
  return [title, await translated(card.querySelector(".summary"), ready)];
}

/** The same from the server; errors carry a `reason` to show. */
export async function byModel(card, language) {
  const branch = keyOf(card).split("/")[1];
  const asked = new URLSearchParams({ paper: card.id, lang: language });
  const answer = await fetch(`${base}/${branch}/translate?${asked}`, { method: "POST" });
  const { title, abstract, error } = await answer.json();
  if (!answer.ok) throw Object.assign(new Error("no translation"), { reason: error });
  return [nodes(title), nodes(abstract)];
}

function nodes(html) {
  const made = new DocumentFragment();
  made.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  return made;
}

/** What an element says in the other language: its formulas and links at their places. */
async function translated(source, ready) {
  const kept = [];
  const pieces = [];
  collect(source, kept, pieces);
  const text = pieces.map((piece) => (typeof piece === "number" ? `⟦${piece}⟧` : piece)).join("").replace(/\s+/g, " ").trim();
  const whole = await ready.translate(text);
  const marks = [...whole.matchAll(MARK)].map((found) => Number(found[1]));
  const isWhole = marks.length === kept.length && new Set(marks).size === kept.length && marks.every((at) => at < kept.length);
  return isWhole ? filled(whole, kept) : inPieces(pieces, kept, ready);
}

function collect(node, kept, pieces) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) pieces.push(child.data);
    else if (child.matches?.(KEPT)) pieces.push(kept.push(child) - 1);
    else collect(child, kept, pieces);
  }
}

function filled(text, kept) {
  const made = new DocumentFragment();
  text.split(MARK).forEach((part, at) => made.append(at % 2 ? kept[Number(part)].cloneNode(true) : part));
  return made;
}

/** A translator that loses marks gets the words between them only. */
async function inPieces(pieces, kept, ready) {
  const made = new DocumentFragment();
  for (const piece of pieces) {
    if (typeof piece === "number") made.append(kept[piece].cloneNode(true));
    else if (!/\p{L}/u.test(piece)) made.append(piece);
    else made.append(/^\s*/.exec(piece)[0], (await ready.translate(piece.trim())).trim(), /\s*$/.exec(piece)[0]);
  }
  return made;
}
