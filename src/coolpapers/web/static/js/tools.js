// Elements, words and papers, as several modules need them.

export const base = document.documentElement.dataset.base;

/** A text in the language of the page: the server wrote all of them into one element. */
export function word(key, values = {}) {
  const text = document.getElementById("tools").dataset[key];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** A new element; names with a hyphen, and `role`, are attributes, all others properties. */
export function element(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "role" || name.includes("-")) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

export const button = (className, textContent, label) =>
  element("button", { type: "button", className, textContent, ...(label && { "aria-label": label, title: label }) });

/** A click that means to act here, not to open a tab or a window. */
export const isPlain = (event) =>
  !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** Makes a promise once for each key; what failed is tried again. */
export function once(make) {
  const kept = new Map();
  return (key) => {
    if (!kept.has(key)) {
      const made = make(key);
      made.catch(() => kept.delete(key));
      kept.set(key, made);
    }
    return kept.get(key);
  };
}
