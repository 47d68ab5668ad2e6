// [FAQ] opens questions and answers under the card; a PDF dropped on a page is read as well.
import { keyOf } from "./cards.js";
import { recall } from "./storage.js";
import { base, element, isPlain, word } from "./tools.js";

const open = new Map(); // card -> what stops it
const panel = () => import("./faq-panel.js");

export function attachFaq(root) {
  root.addEventListener("click", (event) => {
    const reference = event.target.closest("a.page-ref");
    if (reference && isPlain(event) && new URL(reference.href).searchParams.has("own")) {
      event.preventDefault();
      panel().then(({ openOwn }) => openOwn(Number(reference.dataset.page)));
      return;
    }
    const card = event.target.closest(".paper");
    if (!card) return;
    if (event.target.closest(".title-kimi")) {
      if (!isPlain(event)) return;
      event.preventDefault();
      if (open.has(card)) close(card);
      else start(card);
    } else if (reference && isPlain(event)) {
      event.preventDefault();
      const page = Number(reference.dataset.page);
      card.dispatchEvent(new CustomEvent("pdf-page", { bubbles: true, detail: page }));
    } else if (event.target.closest(".fold")) {
      close(card);
    }
  });
  const alone = root.querySelector("main > .faq");
  if (alone) panel().then(({ attachPanel }) => attachPanel(alone, new AbortController().signal));
  attachOwn(root);
}

async function start(card) {
  const box = card.querySelector(".kimi-container");
  const stop = new AbortController();
  open.set(card, stop);
  card.classList.add("reading-faq");
  card.querySelector(".title-kimi").setAttribute("aria-expanded", "true");
  box.replaceChildren(said(word("faqOpening")));
  try {
    const { openPanel } = await panel();
    const wishes = new URLSearchParams({ part: 1, lang: recall("KimiLang") });
    await openPanel(box, `${base}${keyOf(card)}/faq?${wishes}`, stop.signal);
  } catch {
    if (!stop.signal.aborted) box.replaceChildren(said(word("faqFailed")));
  }
}

const said = (text) => element("p", { className: "faq-said", role: "status" }, text);

function close(card) {
  const stop = open.get(card);
  if (!stop) return;
  open.delete(card);
  stop.abort();
  card.querySelector(".kimi-container").replaceChildren();
  card.classList.remove("reading-faq");
  const link = card.querySelector(".title-kimi");
  link.setAttribute("aria-expanded", "false");
  link.focus({ preventScroll: true });
}

/** A PDF of the reader's own: chosen in the settings, or dropped anywhere. */
function attachOwn(root) {
  const field = root.getElementById("own-pdf");
  if (!field) return;
  field.addEventListener("change", () => send(field.files[0]));
  const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
  root.addEventListener("dragover", (event) => carriesFile(event) && event.preventDefault());
  root.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    if (/\.pdf$/i.test(file.name) || file.type === "application/pdf") send(file);
  });
}

async function send(file) {
  const shown = document.getElementById("own-said");
  const toast = document.getElementById("toast");
  const say = (text) => (shown.textContent = toast.textContent = text);
  if (!file) return;
  toast.classList.add("shown");
  say(word("ownReading"));
  const address = `${base}/arxiv/faq/own?${new URLSearchParams({ name: file.name })}`;
  try {
    const answer = await fetch(address, { method: "POST", body: file });
    const { own: token, error } = answer.status === 413 ? { error: word("ownLarge") } : await answer.json();
    if (!token) return void say(error);
    const { showOwn } = await panel();
    await showOwn(file, `${base}/arxiv/faq?own=${token}`);
    toast.classList.remove("shown");
  } catch {
    say(word("faqFailed"));
  }
}
