// [PDF] opens the paper under its card; [PDF] again, the cross or the fold bar closes it.
import { keyOf } from "./cards.js";
import { say } from "./texts.js";
import { base, button, element, isPlain, word } from "./tools.js";

const open = new Map(); // card -> what stops reading it
const readers = new WeakMap(); // card -> its reader, when the PDF is there

export function attachPdf(root) {
  const sheet = root.getElementById("tools").dataset;
  if (sheet.pdfs !== "yes") return;
  root.addEventListener("click", (event) => {
    const card = event.target.closest(".paper");
    if (!card) return;
    if (event.target.closest(".title-pdf")) {
      if (!isPlain(event)) return;
      event.preventDefault();
      if (open.has(card)) close(card);
      else start(card);
    } else if (event.target.closest(".fold, .pdf-close")) {
      close(card);
    }
  });
  root.addEventListener("pdf-page", ({ target: card, detail: page }) => {
    const reader = readers.get(card);
    if (reader) reader.goTo(page);
    else if (!open.has(card)) start(card, page);
  });
  root.addEventListener("keydown", (event) => {
    const box = event.target.closest(".pdf-container");
    if (event.key === "Escape" && box) close(box.closest(".paper"));
  });
}

async function start(card, page = 1) {
  const link = card.querySelector(".title-pdf");
  const box = card.querySelector(".pdf-container");
  const stop = new AbortController();
  open.set(card, stop);
  card.classList.add("reading-pdf");
  link.setAttribute("aria-expanded", "true");
  box.replaceChildren(said(word("pdfLoading"), link.href));
  box.ariaBusy = "true"; // it has its height from the start
  try {
    const { read } = await import("./reader.js");
    const title = card.querySelector(".title-link").textContent;
    const reader = await read(box, { file: fileOf(card, link), source: link.href, title, signal: stop.signal });
    readers.set(card, reader);
    if (page > 1) reader.goTo(page);
  } catch (error) {
    if (stop.signal.aborted) return;
    const again = button("", say("retry"));
    again.addEventListener("click", () => start(card, page));
    box.replaceChildren(said(error.reason ?? word("pdfFailed"), link.href));
    box.firstChild.append(" ", again);
  } finally {
    if (!stop.signal.aborted) box.ariaBusy = null;
  }
}

/** Where our server has the PDF; of the version that the card shows. */
function fileOf(card, link) {
  const version = /^https:\/\/arxiv\.org\/pdf\/.*(v\d+)$/.exec(link.href)?.[1] ?? "";
  return `${base}/pdf${keyOf(card)}${version}`;
}

const said = (text, source) =>
  element("p", { className: "pdf-said", role: "status" }, text, " ",
    element("a", { href: source, target: "_blank", rel: "noopener" }, word("pdfSource")));

function close(card) {
  const stop = open.get(card);
  if (!stop) return;
  open.delete(card);
  readers.delete(card);
  stop.abort();
  const box = card.querySelector(".pdf-container");
  box.replaceChildren();
  box.ariaBusy = null;
  card.classList.remove("reading-pdf");
  const link = card.querySelector(".title-pdf");
  link.setAttribute("aria-expanded", "false");
  card.scrollIntoView({ block: "nearest" });
  link.focus({ preventScroll: true });
}
