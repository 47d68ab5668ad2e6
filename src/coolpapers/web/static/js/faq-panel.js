// The panel of questions and answers: begun, followed while it is written, asked further.
import { attachFurther } from "./faq-further.js";
import { recall, remember } from "./storage.js";
import { element } from "./tools.js";

export { openOwn, showOwn } from "./own-pdf.js";

const MOST_STREAMS = 3; // browsers keep six connections to a site: pages need some as well
const POLL_MS = 3000;
let streams = 0;

/** Fills a box with the panel at an address; begins an answer that nobody has asked for yet. */
export async function openPanel(box, address, signal) {
  const section = await fetched(address, signal);
  box.replaceChildren(section);
  attachPanel(section, signal, { begins: true });
}

async function fetched(address, signal) {
  const answer = await fetch(address, { signal });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const section = page.querySelector(".faq");
  if (!section) throw new Error(address);
  return document.adoptNode(section);
}

export function attachPanel(section, signal, { begins = false } = {}) {
  for (const hidden of section.querySelectorAll(".scripted")) hidden.hidden = false;
  section.querySelector(".faq-show").hidden = true;
  section.querySelector(".faq-choice").addEventListener("change", ({ target }) => {
    if (target.name === "lang") remember("KimiLang", target.value);
    show(section, signal, choice(section), { begins });
  });
  const ask = section.querySelector(".faq-ask");
  ask?.addEventListener("submit", (event) => {
    event.preventDefault();
    begin(section, signal, new URLSearchParams(new FormData(ask)));
  });
  const further = section.querySelector(".faq-further");
  if (further) attachFurther(further, signal);
  const { state } = section.dataset;
  if (state === "waiting" || state === "writing") follow(section, signal);
  else if (state === "none" && begins && ask) begin(section, signal, new URLSearchParams(new FormData(ask)));
}

const choice = (section) => {
  const query = new URLSearchParams(new FormData(section.querySelector(".faq-choice")));
  query.set("part", "1");
  return `${section.dataset.action}?${query}`;
};

/** Puts the panel as it is now in the place of this one. */
async function show(section, signal, address = choice(section), how = {}) {
  const newer = await fetched(address, signal).catch(() => null);
  if (signal.aborted || !newer) return;
  newer.dataset.stopped = section.dataset.stopped ?? "";
  section.dispatchEvent(new Event("replaced"));
  section.replaceWith(newer);
  attachPanel(newer, signal, how);
}

async function begin(section, signal, fields) {
  fields.set("quiet", "1");
  const token = recall("MagicToken");
  if (token) fields.set("magic_token", token);
  const button = section.querySelector(".faq-ask button");
  button.disabled = true;
  const answer = await fetch(section.dataset.action, { method: "POST", body: fields, signal }).catch(() => null);
  if (signal.aborted) return;
  if (answer?.ok) {
    show(section, signal);
    return;
  }
  button.disabled = false;
  const said = answer?.status === 429 || answer?.status === 404 ? await answer.text() : "";
  section.querySelector(".faq-said").textContent = said || document.getElementById("tools").dataset.faqFailed;
}

function follow(section, signal) {
  if (streams >= MOST_STREAMS) {
    setTimeout(() => signal.aborted || (section.isConnected && show(section, signal)), POLL_MS);
    return;
  }
  const source = new EventSource(section.dataset.events);
  streams += 1;
  let isOpen = true;
  const stop = () => {
    if (isOpen) streams -= 1;
    isOpen = false;
    source.close();
  };
  signal.addEventListener("abort", stop);
  section.addEventListener("replaced", stop);
  const on = (kind, act) => source.addEventListener(kind, ({ data }) => act(JSON.parse(data)));
  on("reset", ({ part }) => {
    const pair = pairOf(section, part);
    pair.hidden = true;
    pair.querySelector(".faq-a").replaceChildren();
  });
  on("block", ({ part, place, html }) => {
    const pair = pairOf(section, part);
    pair.hidden = false;
    setBlock(pair.querySelector(".faq-a"), place, html);
  });
  on("state", ({ said }) => (section.querySelector(".faq-said").textContent = said));
  on("end", () => {
    stop();
    show(section, signal);
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return; // it connects again by itself
    stop();
    setTimeout(() => signal.aborted || show(section, signal), POLL_MS);
  });
}

const pairOf = (section, part) => section.querySelector(`.faq-pair[data-part="${Number(part)}"]`);

/** Sets a block of an answer; the server has made its HTML safe. */
export function setBlock(box, place, html) {
  while (box.children.length <= place) box.append(element("div", { className: "faq-block" }));
  box.children[place].innerHTML = html;
}
