// What scripts say, in the language of the page: the server wrote it into one element.

export function say(key, values = {}) {
  const text = document.getElementById("reading").dataset[key];
  return text.replace(/\{(\w+)\}/g, (_, name) => printed(values[name]));
}

const printed = (value) => (typeof value === "number" ? value.toLocaleString("en") : value);

/** Says something to assistive technology without showing it. */
export function announce(text) {
  document.getElementById("said").textContent = text;
}
