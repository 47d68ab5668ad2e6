// What scripts say, in the language of the page: the server wrote it into one element.

export function say(key, values = {}) {
  const text = document.getElementById("reading").dataset[key];
  return text.replace(/\{(\w+)\}/g, (_, name) => printed(values[name]));
}

/** Thousands apart, as the server writes numbers; loading Intl for it would hold up the page. */
const printed = (value) =>
  (typeof value === "number" ? String(value).replace(/\B(?=(?:\d{3})+$)/g, ",") : value);

/** Says something to assistive technology without showing it. */
export function announce(text) {
  document.getElementById("said").textContent = text;
}
