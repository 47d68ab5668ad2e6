// A copied selection has its formulas as TeX in the plain text, and as they are in the HTML.
import { withTex } from "./copy.js";
import { element } from "./tools.js";

export function attachCopied(root) {
  root.addEventListener("copy", (event) => {
    const selection = root.getSelection();
    if (!selection.rangeCount || selection.isCollapsed || isField(event.target)) return;
    const range = selection.getRangeAt(0).cloneRange();
    takeWhole(range);
    const copied = range.cloneContents();
    if (!copied.querySelector(".math")) return;
    const html = element("div", {}, copied);
    event.clipboardData.setData("text/html", html.innerHTML);
    event.clipboardData.setData("text/plain", plain(html));
    event.preventDefault();
  });
}

const isField = (target) => target.closest?.("input, textarea, [contenteditable]") !== null;

/** A formula that is selected in part is meant whole. */
function takeWhole(range) {
  const formula = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".math");
  const first = formula(range.startContainer);
  const last = formula(range.endContainer);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
}

/** The text as it is laid out, with line breaks; it must be on the page for a moment. */
function plain(html) {
  withTex(html);
  html.className = "sr-only copied";
  document.body.append(html);
  const text = html.innerText;
  html.remove();
  return text;
}
