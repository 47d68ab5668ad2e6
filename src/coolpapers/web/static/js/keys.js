// Single keys for skimming. They keep out of the way of typing, of the browser's own keys and of
// assistive technology, and can be switched off.
import { act } from "./acts.js";
import { recall, remember } from "./storage.js";

const OFF = "coolpapers-keys"; // “off”, or nothing
const KEYS = {
  j: "next",
  k: "previous",
  o: "pdf",
  f: "faq",
  s: "star",
  c: "copy",
  r: "related",
  h: "hide",
  u: "undo",
  a: "all",
  t: "theme",
  n: "found",
  N: "foundBefore",
  "/": "search",
  "?": "help",
};
const REPEATED = ["next", "previous", "found", "foundBefore"];
const OWN_KEYS =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog, [role=menu], [role=textbox], .pdf-container";

export function attachKeys(root) {
  const toggle = root.querySelector('#reading-settings [name="keys"]');
  toggle.checked = recall(OFF) !== "off";
  toggle.addEventListener("change", () => remember(OFF, toggle.checked ? "" : "off"));
  root.addEventListener("keydown", (event) => {
    const name = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
    if (!name || !toggle.checked || isForOthers(event)) return;
    if (event.repeat && !REPEATED.includes(name)) return;
    event.preventDefault();
    act(root, name);
  });
  root.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-act]")?.dataset.act;
    if (name) act(root, name);
  });
}

function isForOthers(event) {
  const isCombined = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  return isCombined || event.defaultPrevented || event.target.closest?.(OWN_KEYS) !== null;
}
