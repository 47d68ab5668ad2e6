// [Copy]: title, link, authors and abstract, as plain text and as HTML.
import { element } from "./tools.js";

const SHOWN_MS = 1600;

export function attachCopy(root) {
  const main = root.getElementById("main");
  const act = (event) => {
    const button = event.target.closest(".title-copy");
    if (!button || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    const done = (key) => show(button, main.dataset[key]);
    copy(button.closest(".paper")).then(
      () => done("copied"),
      () => done("copyFailed"),
    );
  };
  root.addEventListener("click", act);
  root.addEventListener("keydown", act);
}

/** What a card says, formulas as their TeX. */
export function told(card) {
  const link = card.querySelector(".title-link");
  return {
    title: plain(link),
    address: link.href,
    authors: [...card.querySelectorAll(".author")].map((author) => author.textContent).join(", "),
    abstract: plain(card.querySelector(".summary")),
  };
}

const plain = (part) => withTex(part.cloneNode(true)).textContent.trim();

/** Puts the TeX of each formula in its place. */
export function withTex(part) {
  for (const formula of part.querySelectorAll("[data-tex]")) {
    const sign = formula.matches(".display") ? "$$" : "$";
    formula.replaceWith(sign + formula.dataset.tex + sign);
  }
  return part;
}

async function copy(card) {
  const { title, address, authors, abstract } = told(card);
  const text = [title, address, authors, "", abstract].join("\n");
  const parts = [element("a", { href: address }, title), authors, abstract];
  const html = element("div", {}, ...parts.map((part) => element("p", {}, part))).innerHTML;
  await write({ plain: text, html });
}

/** Copies a text in its forms, `plain` and `html`. Promises are handed over at once: some browsers
 * allow copying only within the click. */
export async function write(forms) {
  if (!window.ClipboardItem) return navigator.clipboard.writeText(await forms.plain);
  const item = {};
  for (const [form, text] of Object.entries(forms)) {
    const type = `text/${form}`;
    item[type] = Promise.resolve(text).then((ready) => new Blob([ready], { type }));
  }
  return navigator.clipboard.write([new ClipboardItem(item)]);
}

function show(button, said) {
  button.dataset.name ??= button.textContent;
  button.textContent = `[${said}]`;
  button.classList.add("done");
  setTimeout(() => {
    button.textContent = button.dataset.name;
    button.classList.remove("done");
  }, SHOWN_MS);
}
