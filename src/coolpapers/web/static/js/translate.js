// A button on each card reads title and abstract in the reader's language, with the translator of
// the browser itself, where it has one: nothing is sent anywhere. Formulas stay formulas.
import { onCards } from "./cards.js";
import { recall, remember } from "./storage.js";
import { element, once, word } from "./tools.js";

const CHOICE = "coolpapers-translate";
const SOURCE = "en";
const LANGUAGES = ["ar", "bn", "de", "es", "fr", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "uk", "vi", "zh", "zh-Hant"];
const KEPT = ".math, a, code, .notranslate"; // taken over as they are
const MARK = /[⟦[]+\s*(\d+)\s*[⟧\]]+/g;

export async function attachTranslate(root) {
  const choice = root.getElementById("translate-choice");
  if (!globalThis.Translator?.availability || !choice) return;
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: "language" });
  for (const code of LANGUAGES) choice.append(element("option", { value: code }, names.of(code)));
  choice.value = recall(CHOICE) || wished();
  choice.closest("fieldset").hidden = false;
  choice.addEventListener("change", () => {
    remember(CHOICE, choice.value);
    offer(root, choice.value);
  });
  root.addEventListener("click", ({ target }) => {
    const pressed = target.closest(".title-translate");
    if (pressed) toggle(pressed, choice.value);
  });
  onCards(root, () => offer(root, choice.value));
}

/** The first language of the browser that is not the papers' own. */
function wished() {
  const wanted = [...navigator.languages, document.documentElement.lang].find((code) => !code.startsWith(SOURCE));
  if (!wanted) return "";
  const isTraditional = /^zh-(?:Hant|TW|HK|MO)/i.test(wanted);
  const code = isTraditional ? "zh-Hant" : wanted.split("-")[0];
  return LANGUAGES.includes(code) ? code : "";
}

const pair = (language) => ({ sourceLanguage: SOURCE, targetLanguage: language });
const nameIn = (language) => new Intl.DisplayNames(language, { type: "language" }).of(language);
const translator = once((language) => globalThis.Translator.create(pair(language)));
const canInto = once(async (language) =>
  language !== "" && (await globalThis.Translator.availability(pair(language))) !== "unavailable");

async function offer(root, language) {
  const isThere = await canInto(language).catch(() => false);
  for (const card of root.querySelectorAll(".paper")) {
    const shown = card.querySelector(".title-translate");
    if (!isThere) shown?.remove();
    else (shown ?? opener(card)).textContent = `[${nameIn(language)}]`;
  }
}

function opener(card) {
  const how = { type: "button", className: "title-translate notranslate", title: word("translateTitle") };
  const made = element("button", how);
  card.querySelector(".title-rel").after(" ", made);
  return made;
}

async function toggle(pressed, language) {
  const card = pressed.closest(".paper");
  const shown = card.querySelector(".translation");
  pressed.setAttribute("aria-pressed", String(!shown));
  if (shown) return shown.remove();
  const place = element("div", { className: "translation notranslate", translate: false, role: "status" }, word("translateBusy"));
  card.querySelector(".summary").after(place);
  try {
    const ready = await translator(language);
    const title = await translated(card.querySelector(".title-link"), ready);
    const summary = await translated(card.querySelector(".summary"), ready);
    place.lang = language;
    place.replaceChildren(element("p", { className: "translated-title" }, title), element("p", {}, summary));
  } catch {
    place.textContent = word("translateFailed");
  }
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
