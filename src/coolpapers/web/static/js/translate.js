// A button on each card reads title and abstract in the reader's language: with the translator of
// the browser itself where it has one, otherwise with the language model of this site, if it has one.
import { onCards, SLICE } from "./cards.js";
import { recall, remember } from "./storage.js";
import { element, once, word } from "./tools.js";

const CHOICE = "coolpapers-translate";
const NONE = "none";
const SOURCE = "en";
const LANGUAGES = ["ar", "bn", "de", "es", "fr", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "uk", "vi", "zh", "zh-Hant"];
const hasBrowser = typeof globalThis.Translator?.availability === "function";

export function attachTranslate(root) {
  // The languages that the site's language model is asked for; none if it has none.
  const ofModel = (root.getElementById("tools").dataset.translates ?? "").split(" ").filter(Boolean);
  if (!hasBrowser && !ofModel.length) return;
  const choice = root.getElementById("translate-choice");
  const language = () => (recall(CHOICE) === NONE ? "" : recall(CHOICE) || wished());
  choice.closest("fieldset").hidden = false;
  choice.closest("details").addEventListener("toggle", () => fill(choice, hasBrowser ? LANGUAGES : ofModel, language()), { once: true });
  choice.addEventListener("change", () => {
    remember(CHOICE, choice.value || NONE);
    offer(root.querySelectorAll(".paper"), choice.value, ofModel);
  });
  root.addEventListener("click", ({ target }) => {
    const pressed = target.closest(".title-translate");
    if (pressed) toggle(pressed);
  });
  onCards(root, (cards) => offer(cards, language(), ofModel), SLICE);
}

function fill(choice, languages, language) {
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: "language" });
  for (const code of languages) choice.append(element("option", { value: code }, names.of(code)));
  choice.value = language;
}

/** The first language of the browser that is not the papers' own. */
function wished() {
  const wanted = [...navigator.languages, document.documentElement.lang].find((code) => !code.startsWith(SOURCE));
  if (!wanted) return "";
  const isTraditional = /^zh-(?:Hant|TW|HK|MO)/i.test(wanted);
  const code = isTraditional ? "zh-Hant" : wanted.split("-")[0];
  return LANGUAGES.includes(code) ? code : "";
}

const nameIn = (language) => new Intl.DisplayNames(language, { type: "language" }).of(language);
const browserCan = once(async (language) =>
  hasBrowser && (await globalThis.Translator.availability({ sourceLanguage: SOURCE, targetLanguage: language })) !== "unavailable");

async function offer(cards, language, ofModel) {
  const ownCan = language !== "" && (await browserCan(language).catch(() => false));
  const way = ownCan ? "byBrowser" : ofModel.includes(language) ? "byModel" : "";
  for (const card of cards) {
    const shown = card.querySelector(".title-translate");
    if (!way) shown?.remove();
    else label(shown ?? opener(card), way, language);
  }
}

function opener(card) {
  const made = element("button", { type: "button", className: "title-translate notranslate" });
  card.querySelector(".title-rel").after(" ", made);
  return made;
}

function label(button, way, language) {
  Object.assign(button.dataset, { way, language });
  button.textContent = `[${nameIn(language)}]`;
  button.title = word(way === "byModel" ? "translateByModel" : "translateTitle");
}

async function toggle(pressed) {
  const { way, language } = pressed.dataset;
  const card = pressed.closest(".paper");
  const shown = card.querySelector(".translation");
  pressed.setAttribute("aria-pressed", String(!shown));
  if (shown) return shown.remove();
  const place = element("div", { className: "translation notranslate", translate: false, role: "status" }, word("translateBusy"));
  card.querySelector(".summary").after(place);
  try {
    const { [way]: translation } = await import("./translation.js");
    const [title, summary] = await translation(card, language);
    place.lang = language;
    place.replaceChildren(element("p", { className: "translated-title" }, title), element("p", {}, summary));
  } catch (error) {
    place.textContent = error.reason ?? word("translateFailed");
  }
}
