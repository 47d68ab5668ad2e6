// The preference words: written on the home page, used by the lists' third order.
import { recall, remember } from "./storage.js";

const NAME = "Prefer";

export function attachPreference(root) {
  attachField(root.getElementById("prefer"), root.getElementById("prefer-saved"));
  attachOrder(root.querySelector('.sort-it[data-sort="words"]'));
  attachForm(root.getElementById("by-preference"));
}

function attachField(field, said) {
  if (!field) return;
  field.value = recall(NAME);
  field.addEventListener("input", () => {
    remember(NAME, field.value.trim());
    said.textContent = said.dataset.saved;
  });
}

/** Without words the link leads to the form below it, where they can be given. */
function attachOrder(link) {
  const words = recall(NAME).replace(/\s*[\n,，、;；]+\s*/g, ",");
  if (!link || !words || link.hasAttribute("aria-current")) return;
  const address = new URL(location.href);
  address.searchParams.set("sort", words);
  address.searchParams.delete("skip");
  address.hash = "";
  link.href = address.href;
}

function attachForm(form) {
  if (!form) return;
  const field = form.elements.namedItem("sort");
  field.value ||= recall(NAME);
  form.addEventListener("submit", () => {
    if (!recall(NAME)) remember(NAME, field.value.trim());
  });
}
