// The bar above a PDF: page number, zoom, the original, and a cross.
import { button, element, word } from "./tools.js";

export function bar({ count, source, goTo, step }) {
  const field = element("input", {
    type: "number", min: 1, max: count, value: 1, className: "pdf-number", "aria-label": word("pdfPage"),
  });
  field.addEventListener("change", () => goTo(Number(field.value) || 1));
  const shown = element("span", { className: "pdf-zoom", role: "status" });
  const smaller = button("", "−", word("pdfSmaller"));
  const larger = button("", "+", word("pdfLarger"));
  smaller.addEventListener("click", () => step(-1));
  larger.addEventListener("click", () => step(1));
  const original = element("a", { href: source, target: "_blank", rel: "noopener" }, word("pdfSource"));
  return {
    element: element("div", { className: "pdf-bar", role: "toolbar", "aria-label": word("pdfBar") },
      element("span", { className: "pdf-count" }, field, ` / ${count}`),
      smaller, shown, larger, original, button("pdf-close", "×", word("pdfClose"))),
    page: (number) => {
      if (document.activeElement !== field) field.value = number;
    },
    zoom: (factor) => (shown.textContent = `${Math.round(factor * 100)} %`),
  };
}
