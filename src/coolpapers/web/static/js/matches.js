// Words in the title, authors, abstract and subjects of a card, as ranges of its text. Formulas
// are left out; what a translator put in between does not matter.

const FIELDS = ".title-link, .authors, .summary, .subjects";
const LEFT_OUT = ".math, .metainfo > strong, .fold-authors + label";
const GAP = "\ufffc"; // stands for what is left out, so that no phrase reaches across
const MOST_WORDS = 50;

let kept = new WeakMap();

/** Words with spaces between them; phrases in quotes; or all between commas. */
export function readWords(text) {
  const parts = /[,，、;；]/.test(text)
    ? text.split(/[,，、;；]/)
    : [...text.matchAll(/["“”]([^"“”]*)["“”]?|[^\s"“”]+/g)].map((found) => found[1] ?? found[0]);
  const words = parts.map((part) => fold(part.replace(/["“”]/g, "").trim())).filter(Boolean);
  return [...new Set(words)].slice(0, MOST_WORDS).map(pattern);
}

/** A Latin word is found where it begins, so that “art” is not found in “smart”. */
function pattern(word) {
  const source = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/g, "\\s+");
  return (/^[a-z0-9]/.test(word) ? "(?<![a-z0-9])" : "") + source;
}

/** Small letters without accents; as long as the text, so that places stay the same. */
function fold(text) {
  return text
    .replace(/[\u00c0-\u052f\u1e00-\u1fff]/g, (letter) => letter.normalize("NFD")[0])
    .toLowerCase();
}

/** What can be asked of a card: which of the words it has. */
export class Words {
  constructor(text) {
    this.patterns = readWords(text);
    this.each = this.patterns.map((source) => new RegExp(source));
    const longest = [...this.patterns].sort((one, other) => other.length - one.length);
    this.all = new RegExp(longest.join("|"), "g");
  }

  get isEmpty() {
    return this.patterns.length === 0;
  }

  areIn(card, every) {
    const texts = fieldsOf(card).map((field) => field.text);
    const isIn = (word) => texts.some((text) => word.test(text));
    return every ? this.each.every(isIn) : this.each.some(isIn);
  }

  rangesIn(card) {
    if (this.isEmpty) return [];
    return fieldsOf(card).flatMap((field) =>
      [...field.text.matchAll(this.all)].map((found) =>
        rangeOf(field.parts, found.index, found.index + found[0].length),
      ),
    );
  }
}

/** The text of a card is read once, and again after it changed. */
export const forget = (card) => kept.delete(card);

function fieldsOf(card) {
  if (!kept.has(card)) kept.set(card, [...card.querySelectorAll(FIELDS)].map(fieldOf));
  return kept.get(card);
}

function fieldOf(element) {
  const parts = [];
  let text = "";
  const walker = document.createTreeWalker(
    element,
    NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
    (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      if (!node.matches(LEFT_OUT)) return NodeFilter.FILTER_SKIP;
      text += GAP;
      return NodeFilter.FILTER_REJECT;
    },
  );
  while (walker.nextNode()) {
    parts.push({ node: walker.currentNode, begin: text.length });
    text += walker.currentNode.data;
  }
  return { text: fold(text), parts };
}

function rangeOf(parts, begin, end) {
  const first = parts.findLast((part) => part.begin <= begin);
  const last = parts.findLast((part) => part.begin < end);
  return new StaticRange({
    startContainer: first.node,
    startOffset: begin - first.begin,
    endContainer: last.node,
    endOffset: end - last.begin,
  });
}
