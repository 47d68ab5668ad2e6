// Shows found words by the CSS Custom Highlight API: nothing in the page changes for them. In
// browsers without it (Firefox before 140) words are found, counted and gone to all the same.

const kind = (name) => {
  const made = globalThis.Highlight ? new Highlight() : new Set();
  CSS.highlights?.set(name, made);
  return made;
};
const all = kind("found");
const one = kind("found-one");
one.priority = 1;
const painted = new WeakMap(); // card -> its ranges

export const rangesOf = (card) => painted.get(card) ?? [];

export function paint(card, ranges) {
  for (const range of rangesOf(card)) all.delete(range);
  for (const range of ranges) all.add(range);
  painted.set(card, ranges);
}

/** Which of the ranges one is at. */
export function show(range) {
  one.clear();
  if (range) one.add(range);
}
