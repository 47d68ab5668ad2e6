// Formulas that the server could not convert are typeset by MathJax, loaded when the first of
// them comes near the window; all formulas are, for a reader who chose so.
import { recall, remember } from "./storage.js";

const CHOICE = "coolpapers-maths"; // “mathjax”, or nothing
const AHEAD = "600px";
const LINES = ":is(.summary, .title, .comment):has(.math)";

export function attachMaths(root) {
  const near = new IntersectionObserver((records) => {
    const come = records.filter((one) => one.isIntersecting).map((one) => one.target);
    for (const formula of come) near.unobserve(formula);
    if (come.length) typeset(come);
  }, { rootMargin: AHEAD });
  const lines = new IntersectionObserver((records) => {
    for (const { target, isIntersecting } of records) if (isIntersecting) scrollIfWide(target);
  });
  const wanted = () => (recall(CHOICE) === "mathjax" ? ".math" : "code.math");
  const watch = (part) => {
    if (part.nodeType === Node.TEXT_NODE) return;
    if (part.matches?.(wanted())) near.observe(part);
    for (const formula of part.querySelectorAll?.(wanted()) ?? []) near.observe(formula);
    for (const line of part.querySelectorAll?.(LINES) ?? []) lines.observe(line);
  };
  watch(root);
  // Cards and answers that arrive later; a copy of a formula inside a translation, too.
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) if (!target.closest(".pdf-container")) addedNodes.forEach(watch);
  }).observe(root.getElementById("main"), { childList: true, subtree: true });
  const choice = root.getElementById("maths-choice");
  choice.checked = wanted() === ".math";
  choice.addEventListener("change", async () => {
    remember(CHOICE, choice.checked ? "mathjax" : "");
    if (choice.checked) watch(root);
    else (await import("./mathjax.js")).restore(root, near);
  });
}

/** A formula in a line cannot break: where it is too wide for a phone, its paragraph scrolls. */
function scrollIfWide(line) {
  const room = line.clientWidth;
  const isWide = [...line.querySelectorAll(".math:not(.display)")].some((one) => one.offsetWidth > room);
  line.classList.toggle("wide-line", isWide);
}

async function typeset(formulas) {
  try {
    const mathjax = await import("./mathjax.js");
    await mathjax.typeset(formulas);
  } catch {
    // The source stays.
  }
}
