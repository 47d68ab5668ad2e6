// One short message at a time, with something to do about it; and what can be undone.
import { say } from "./texts.js";
import { button, element } from "./tools.js";

const SHOWN_MS = 8000;
const LONG_MS = 20000;

const undos = [];
let timer = 0;

/** Shows a message; `action` is `{ name, act }`. It stays while one points at it or is in it. */
export function toast(text, action, lasting_ms = action ? LONG_MS : SHOWN_MS) {
  const place = document.getElementById("toast");
  place.replaceChildren(element("span", {}, text));
  if (action) place.append(doing(action));
  clearTimeout(timer);
  const leave = () => {
    if (place.matches(":hover, :focus-within")) timer = setTimeout(leave, SHOWN_MS);
    else dismiss();
  };
  timer = setTimeout(leave, lasting_ms);
}

export function dismiss() {
  document.getElementById("toast").replaceChildren();
}

/** Says what was done, and keeps how to undo it. */
export function done(text, undo) {
  undos.push(undo);
  toast(text, { name: say("undo"), act: undoLast }, SHOWN_MS);
}

export function undoLast() {
  const undo = undos.pop();
  if (undo) undo();
  toast(say(undo ? "undone" : "nothingToUndo"));
}

function doing({ name, act }) {
  const made = button("", name);
  made.addEventListener("click", () => {
    dismiss();
    act();
  });
  return made;
}
