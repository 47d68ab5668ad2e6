// Formulas that the server could not convert are typeset by MathJax, loaded when the first of
// them comes near the window; all formulas are, for a reader who chose so.
import { onCards, onNear, SLICE } from "./cards.js";
import { recall, remember } from "./storage.js";

const CHOICE = "coolpapers-maths"; // “mathjax”, or nothing
const AHEAD = "3000px"; // so far that a formula has its size before it is seen
const LINES = ":is(.summary, .title, .comment):has(.math)";

export function attachMaths(root) {
  const wanted = () => (recall(CHOICE) === "mathjax" ? ".math" : "code.math");
  const lines = onCome((come) => come.forEach(scrollIfWide));
  const measure = (part) => part.querySelectorAll(LINES).forEach((line) => lines.observe(line));
  const near = onCome(async (come) => {
    await typeset(come.flatMap((place) => [...place.querySelectorAll(wanted())]));
    come.forEach(measure);
  }, AHEAD);
  const watch = (part) => {
    if (!part.querySelectorAll) return;
    const formulas = [...part.querySelectorAll(wanted()), ...(part.matches?.(wanted()) ? [part] : [])];
    // Far from the window a formula has no place yet; its card has.
    for (const formula of formulas) near.observe(formula.closest(".paper") ?? formula.parentElement);
  };
  onCards(root, (cards) => cards.forEach(watch), SLICE);
  const drawn = new Set();
  onNear(root, (card) => measure(card, drawn.add(card)), (card) => drawn.delete(card));
  for (const kind of ["load", "resize"]) addEventListener(kind, () => drawn.forEach((card) => measure(card)));
  // Answers that arrive later; a copy of a formula inside a translation, too.
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if (!target.matches(".papers") && !target.closest(".pdf-container")) addedNodes.forEach(watch);
    }
  }).observe(root.getElementById("main"), { childList: true, subtree: true });
  const choice = root.getElementById("maths-choice");
  choice.checked = wanted() === ".math";
  choice.addEventListener("change", async () => {
    remember(CHOICE, choice.checked ? "mathjax" : "");
    if (choice.checked) watch(root);
    else (await import("./mathjax.js")).restore(root);
  });
}

/** Calls `act` with the elements that come within a distance of the window, each once. */
function onCome(act, rootMargin = "0px") {
  const watcher = new IntersectionObserver((records) => {
    const come = records.filter((one) => one.isIntersecting).map((one) => one.target);
    come.forEach((target) => watcher.unobserve(target));
    if (come.length) act(come);
  }, { rootMargin });
  return watcher;
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
