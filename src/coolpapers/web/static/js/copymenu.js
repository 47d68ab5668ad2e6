// [Copy] copies at once; the line that then appears offers the paper in the forms of /export.
import { printedId } from "./cards.js";
import { write } from "./copy.js";
import { announce } from "./texts.js";
import { base, element, word } from "./tools.js";

const FORMS = ["bibtex", "plain", "biblatex", "ris", "json"];
const NAMES = { bibtex: "BibTeX", biblatex: "BibLaTeX", ris: "RIS", json: "CSL-JSON" };

export function attachCopyMenu(root) {
  const act = ({ type, key, target }) => {
    const choice = target.closest(".copy-menu button");
    if (choice && key !== "Escape") return void (type === "click" && copyAs(choice));
    const shown = root.querySelector(".copy-menu");
    if (key === "Escape" && shown?.contains(target)) copyOf(shown).focus();
    shown?.remove();
    const isPressed = type === "click" || key === "Enter" || key === " ";
    if (isPressed) target.closest(".title-copy")?.closest(".title").after(menu());
  };
  root.addEventListener("click", act);
  root.addEventListener("keydown", (event) => {
    if (["Enter", " ", "Escape"].includes(event.key)) act(event);
  });
}

const copyOf = (shown) => shown.closest(".paper").querySelector(".title-copy");

function menu() {
  const choices = FORMS.map((form) => {
    const made = element("button", { type: "button" }, NAMES[form] ?? word("copyCitation"));
    made.dataset.form = form;
    return made;
  });
  return element("p", { className: "copy-menu notranslate", translate: false, role: "group", "aria-label": word("copyMenu") },
    word("copyAs"), " ", ...choices);
}

async function copyAs(choice) {
  const card = choice.closest(".paper");
  const done = (key) => announce((choice.textContent = word(key)));
  await write({ plain: exported(card, choice.dataset.form) }).then(() => done("copyDone"), () => done("copyFailed"));
}

async function exported(card, form) {
  const answer = await fetch(`${base}/export/${form}?ids=${encodeURIComponent(printedId(card))}`);
  const text = await answer.text();
  if (!answer.ok || !text) throw new Error("no entry");
  return text;
}
