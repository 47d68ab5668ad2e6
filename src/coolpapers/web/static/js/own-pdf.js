// A PDF of the reader's own: its answers are shown here, and the file, which stays in this page, beside them.
import { attachPanel } from "./faq-panel.js";
import { element } from "./tools.js";

let file = null; // the reader's file: what the server keeps is its text alone
let reading = null;

/** Puts the page with the answers in the place of this one, so that the file is not lost. */
export async function showOwn(given, address) {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  file = given;
  const main = document.adoptNode(page.getElementById("main"));
  document.getElementById("main").replaceWith(main);
  document.title = page.title;
  history.pushState(null, "", address);
  addEventListener("popstate", () => location.reload(), { once: true });
  attachPanel(main.querySelector(".faq"), new AbortController().signal);
  main.focus();
}

/** Opens the file at a page; a page that was loaded anew asks for the file again, and sends it nowhere. */
export async function openOwn(number) {
  file ??= await chosen();
  if (!file) return;
  reading ??= open();
  const reader = await reading;
  reader.goTo(number);
}

async function open() {
  const stop = new AbortController();
  const box = element("div", { className: "pdf-container" });
  document.querySelector("main > .faq").before(box);
  const source = URL.createObjectURL(file);
  box.addEventListener("click", ({ target }) => {
    if (!target.closest(".pdf-close")) return;
    stop.abort();
    box.remove();
    URL.revokeObjectURL(source);
    reading = null;
  });
  const { read } = await import("./reader.js");
  return read(box, { file, source, title: file.name, signal: stop.signal });
}

const chosen = () =>
  new Promise((resolve) => {
    const field = element("input", { type: "file", accept: "application/pdf,.pdf" });
    field.addEventListener("change", () => resolve(field.files[0] ?? null));
    field.addEventListener("cancel", () => resolve(null));
    field.click();
  });
