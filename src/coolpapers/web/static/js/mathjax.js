// MathJax from our own files. Its output stands beside the MathML, which screen readers go on
// reading; a formula it cannot typeset keeps what it showed.
import { element, once } from "./tools.js";

const VENDOR = new URL("../vendor/mathjax/", import.meta.url).href.replace(/\/$/, "");
const AT_ONCE_MS = 12;
const IDLE_MS = 2000;
const whenIdle = () =>
  new Promise((go) => (globalThis.requestIdleCallback ? requestIdleCallback(go, { timeout: IDLE_MS }) : setTimeout(go)));
const pause = () => new Promise((go) => setTimeout(go));

const mathjax = once(async () => {
  window.MathJax = {
    loader: {
      paths: { mathjax: VENDOR, fonts: VENDOR },
      load: ["core", "input/tex", "input/mml", "output/chtml", "ui/safe"],
      failed: () => {},
    },
    tex: {
      noundefined: { color: "" },
      // These would ask for fonts that are not here.
      autoload: { bbm: [], bboldx: [], dsfont: [] },
      macros: { mathbbm: ["\\mathbb{#1}", 1], mathds: ["\\mathbb{#1}", 1] },
    },
    // A formula may come from anybody: it names no address and no style of the page.
    options: { safeOptions: { allow: { URLs: "none", classes: "none", cssIDs: "none", styles: "none" } } },
    startup: { typeset: false },
  };
  await new Promise((resolve, reject) => {
    window.MathJax.startup.ready = resolve;
    document.head.append(element("script", { src: `${VENDOR}/startup.js`, onerror: reject }));
  });
  await whenIdle(); // getting ready holds everything else up
  window.MathJax.startup.defaultReady();
  await window.MathJax.startup.promise;
  await pause();
  styleByRules(window.MathJax);
  await pause();
  return window.MathJax;
});

/** MathJax writes a style element and style attributes; the pages' policy wants rules instead. */
function styleByRules(mathjax) {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const { adaptor } = mathjax.startup;
  const setAttribute = adaptor.setAttribute.bind(adaptor);
  adaptor.setAttribute = (node, name, value, space) => {
    if (name === "style") node.style.cssText = value;
    else setAttribute(node, name, value, space);
  };
  adaptor.insertRules = (_, rules) => {
    for (const rule of rules) sheet.insertRule(rule, sheet.cssRules.length);
  };
  sheet.replaceSync(mathjax.chtmlStylesheet().textContent);
}

export async function typeset(formulas) {
  const made = await mathjax();
  let since = performance.now();
  for (const formula of formulas) {
    if (!formula.classList.contains("typeset")) await one(made, formula).catch(() => {});
    if (performance.now() - since < AT_ONCE_MS) continue;
    made.chtmlStylesheet();
    await pause();
    since = performance.now();
  }
  made.chtmlStylesheet();
}

async function one(made, formula) {
  const { tex } = formula.dataset;
  const how = { display: formula.classList.contains("display") };
  const mathml = formula.querySelector("math");
  const output = await (mathml ? made.mathml2chtmlPromise(mathml.outerHTML, how) : made.tex2chtmlPromise(tex, how));
  if (output.querySelector("mjx-merror")) return;
  output.setAttribute("aria-hidden", "true");
  if (!mathml) formula.replaceChildren(spoken(await made.tex2mmlPromise(tex, how)));
  formula.append(output);
  formula.classList.add("typeset");
}

/** MathML without styles, which stands for the formula where nothing is seen. */
function spoken(text) {
  const parsed = new DOMParser().parseFromString(text.replace(/ (?:style|data-[\w-]+)="[^"]*"/g, ""), "application/xml");
  return document.importNode(parsed.documentElement, true);
}

/** Everything as the server sent it, but for the formulas that it could not convert. */
export function restore(root) {
  for (const formula of root.querySelectorAll("span.math")) {
    formula.classList.remove("typeset");
    formula.querySelector("mjx-container")?.remove();
  }
}
