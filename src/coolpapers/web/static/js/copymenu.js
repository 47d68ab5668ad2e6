// [Copy] copies at once; the line that then appears offers the paper as BibTeX or as a citation.
import { told } from "./copy.js";
import { announce } from "./texts.js";
import { base, element, printedId, word } from "./tools.js";

const AUTHORS = 6;

export function attachCopyMenu(root) {
  const act = ({ type, key, target }) => {
    const choice = target.closest(".copy-menu button");
    if (choice && key !== "Escape") return void (type === "click" && copyAs(choice));
    root.querySelector(".copy-menu")?.remove();
    const isPressed = type === "click" || key === "Enter" || key === " ";
    if (isPressed) target.closest(".title-copy")?.closest(".title").after(menu());
  };
  root.addEventListener("click", act);
  root.addEventListener("keydown", (event) => {
    if (["Enter", " ", "Escape"].includes(event.key)) act(event);
  });
}

function menu() {
  const choices = ["bibtex", "citation"].map((form) => {
    const made = element("button", { type: "button" }, word(form === "bibtex" ? "copyBibtex" : "copyCitation"));
    made.dataset.form = form;
    return made;
  });
  return element("p", { className: "copy-menu notranslate", translate: false, role: "group", "aria-label": word("copyMenu") },
    word("copyAs"), " ", ...choices);
}

async function copyAs(choice) {
  const card = choice.closest(".paper");
  const text = choice.dataset.form === "bibtex" ? bibtex(card) : Promise.resolve(citation(card));
  try {
    await write(text);
    choice.textContent = word("copyDone");
    announce(word("copyDone"));
  } catch {
    choice.textContent = word("copyFailed");
    announce(word("copyFailed"));
  }
}

/** The promise is handed over at once: some browsers allow copying only within the click. */
async function write(text) {
  if (!window.ClipboardItem) return navigator.clipboard.writeText(await text);
  const blob = text.then((ready) => new Blob([ready], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

async function bibtex(card) {
  const answer = await fetch(`${base}/export/bibtex?ids=${encodeURIComponent(printedId(card))}`);
  const text = await answer.text();
  if (!answer.ok || !text) throw new Error("no entry");
  return text;
}

/** Authors. Title. Where, year. Address */
export function citation(card) {
  const { title, address, authors } = told(card);
  const all = authors.split(", ").filter(Boolean);
  const named = all.length > AUTHORS ? `${all.slice(0, AUTHORS).join(", ")} et al.` : all.join(", ");
  const year = /\d{4}/.exec(card.querySelector(".date-data").textContent)?.[0];
  const edition = /\/venue\/([^/?]+)\.(\d{4})/.exec(card.querySelector(".subject-1")?.getAttribute("href") ?? "");
  const where = edition ? `${decodeURIComponent(edition[1])} ${edition[2]}` : [`arXiv:${card.id}`, year].filter(Boolean).join(", ");
  return [named, title, where, address].filter(Boolean).map((part) => part.replace(/\.$/, "")).join(". ");
}
