// Shows found words. With the CSS Custom Highlight API nothing in the page changes; without it
// they are put into <mark>.
import { forget } from "./matches.js";
import { element } from "./tools.js";

/** `paint` returns the places that `show` and `rangeOf` take. */
export const painter = globalThis.Highlight && CSS.highlights ? highlights() : marks();

function highlights() {
  const all = new Highlight();
  const one = new Highlight();
  one.priority = 1;
  CSS.highlights.set("found", all);
  CSS.highlights.set("found-one", one);
  const painted = new WeakMap();
  return {
    paint(card, ranges) {
      for (const range of painted.get(card) ?? []) all.delete(range);
      for (const range of ranges) all.add(range);
      painted.set(card, ranges);
      return ranges;
    },
    show(place) {
      one.clear();
      if (place) one.add(place);
    },
    rangeOf(place) {
      const range = document.createRange();
      range.setStart(place.startContainer, place.startOffset);
      range.setEnd(place.endContainer, place.endOffset);
      return range;
    },
    clear() {},
  };
}

function marks() {
  let shown;
  return {
    /** Text nodes change: take the old marks out, and read the card, before new ones. */
    clear(card) {
      const old = card.querySelectorAll("mark.found");
      if (!old.length) return;
      for (const mark of old) mark.replaceWith(...mark.childNodes);
      card.normalize();
      forget(card);
    },
    paint(card, ranges) {
      if (!ranges.length) return [];
      const places = ranges.toReversed().map(wrap).reverse();
      forget(card);
      return places;
    },
    show(place) {
      shown?.classList.remove("one");
      place?.classList.add("one");
      shown = place;
    },
    rangeOf(place) {
      const range = document.createRange();
      range.selectNode(place);
      return range;
    },
  };
}

/** Marks around the text of a range, node by node; the first of them. */
function wrap(range) {
  const nodes = [];
  const { startContainer: start, endContainer: end } = range;
  const walker = document.createTreeWalker(start.parentNode.closest("p, h2"), NodeFilter.SHOW_TEXT);
  walker.currentNode = start;
  for (let node = start; node; node = node === end ? null : walker.nextNode()) {
    if (!node.parentNode.closest(".math")) nodes.push(node);
  }
  const made = nodes.toReversed().map((node) => {
    if (node === end) node.splitText(range.endOffset);
    const part = node === start ? node.splitText(range.startOffset) : node;
    const mark = element("mark", { className: "found" });
    part.replaceWith(mark);
    mark.append(part);
    return mark;
  });
  return made.at(-1);
}
