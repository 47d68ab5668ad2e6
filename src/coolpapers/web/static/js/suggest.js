// A search box as a combobox (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/): arrows choose
// and write into the box, Enter searches, Escape brings back what was typed.
import { base, element } from "./tools.js";

const PAUSE_MS = 120;
const MOST_KEPT = 50;
const kept = new Map(); // what was typed -> suggestions
let bound = 0;

export function bind(input) {
  const list = element("ul", { className: "suggest notranslate", role: "listbox", id: `suggest-${(bound += 1)}`, hidden: true, "aria-label": input.dataset.suggest });
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"], ["autocomplete", "off"]]) {
    input.setAttribute(name, value);
  }
  let [typed, timer, asking] = [input.value, 0, new AbortController()];

  const close = () => {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, at) => item(one, `${list.id}-${at}`)));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const found = await suggestionsFor(typed, signal);
      if (!signal.aborted && document.activeElement === input) show(found);
    } catch {
      if (!signal.aborted) close(); // The box works without.
    }
  };
  const listen = () => {
    typed = input.value;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  };
  const move = (step) => {
    const items = [...list.children];
    const now = items.findIndex((one) => one.ariaSelected === "true");
    // One place more than items: there the box has what was typed.
    const next = ((now + 1 + step + items.length + 1) % (items.length + 1)) - 1;
    items.forEach((one, at) => (one.ariaSelected = String(at === next)));
    input.value = items[next]?.dataset.text ?? typed;
    if (next < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", items[next].id);
  };

  input.addEventListener("input", (event) => event.isComposing || listen());
  input.addEventListener("compositionend", listen);
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden || event.isComposing || (!step && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (step) return move(step);
    input.value = typed;
    close();
  });
  // Before the box loses the focus.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    input.value = target.closest("li").dataset.text;
    input.form.requestSubmit();
  });
  if (document.activeElement === input) listen();
}

async function suggestionsFor(text, signal) {
  const asked = text.trimStart();
  if (!kept.has(asked)) {
    const body = new URLSearchParams({ q: asked });
    const answer = await fetch(`${base}/suggest`, { method: "POST", body, signal });
    if (!answer.ok) return [];
    kept.set(asked, (await answer.json()).suggestions);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  }
  return kept.get(asked);
}

function item({ text, papers }, id) {
  const count = papers ? [element("span", { className: "count", "aria-hidden": "true" }, papers.toLocaleString())] : [];
  const made = element("li", { role: "option", id, "aria-selected": "false" }, element("span", {}, text), ...count);
  made.dataset.text = text;
  return made;
}
