// Suggestions below a search box: loaded when one is first typed into.

export function attachSuggestions(root) {
  root.addEventListener("input", async ({ target }) => {
    if (!target.matches("[data-suggest]") || target.dataset.bound) return;
    target.dataset.bound = "1";
    const { bind } = await import("./suggest.js");
    bind(target);
  });
}
