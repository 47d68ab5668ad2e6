// Suggestions below a search box: bound when one is first typed into.
import { bind } from "./suggest.js";

export function attachSuggestions(root) {
  root.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-suggest]") || target.dataset.bound) return;
    target.dataset.bound = "1";
    bind(target);
  });
}
