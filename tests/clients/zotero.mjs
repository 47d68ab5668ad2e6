// Runs a translator as Zotero does, over a page given as a tree: node zotero.mjs TRANSLATOR < INPUT.
// INPUT has `url`, `tree` of the page, `answers` by address, and `choose`, the titles to choose.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const { url, tree, answers, choose } = JSON.parse(readFileSync(0, "utf8"));

/** An element with as much of the DOM as translators of this size need. */
class Element {
  constructor([tag, attributes, ...children], parent = null) {
    Object.assign(this, { tag, attributes, parent });
    this.children = children.map((child) => (typeof child === "string" ? child : new Element(child, this)));
  }
  getAttribute(name) {
    return this.attributes[name] ?? null;
  }
  get textContent() {
    return this.children.map((child) => child.textContent ?? child).join("");
  }
  *descendants() {
    for (const child of this.children) {
      if (typeof child === "string") continue;
      yield child;
      yield* child.descendants();
    }
  }
  querySelectorAll(selector) {
    return [...this.descendants()].filter((element) => matches(element, selector.trim().split(/\s+/)));
  }
  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }
}

function matches(element, parts) {
  const rest = [...parts];
  if (!isOne(element, rest.pop())) return false;
  if (!rest.length) return true;
  if (rest.at(-1) === ">") return element.parent !== null && matches(element.parent, rest.slice(0, -1));
  for (let up = element.parent; up; up = up.parent) if (matches(up, rest)) return true;
  return false;
}

function isOne(element, compound) {
  const [, tag, marks] = /^([a-z0-9]*)(.*)$/.exec(compound);
  const classes = (element.getAttribute("class") ?? "").split(/\s+/);
  return (!tag || tag === element.tag) && (marks.match(/[#.][\w-]+/g) ?? []).every((mark) =>
    mark[0] === "#" ? element.getAttribute("id") === mark.slice(1) : classes.includes(mark.slice(1)));
}

const saved = [];
const asked = [];
class Item {
  constructor(itemType) {
    Object.assign(this, { itemType, creators: [], tags: [], attachments: [], notes: [] });
  }
  complete() {
    saved.push({ ...this });
  }
}
const Zotero = {
  Item,
  debug() {},
  selectItems: async (titles) => {
    const chosen = Object.entries(titles).filter(([, title]) => choose.includes(title));
    return chosen.length ? Object.fromEntries(chosen) : null;
  },
};
const requestJSON = async (address) => {
  asked.push(address);
  return JSON.parse(answers[new URL(address).pathname]);
};

const source = readFileSync(process.argv[2], "utf8");
const header = source.slice(0, source.indexOf("\n}\n") + 3);
const context = vm.createContext({ Zotero, requestJSON, URL, console });
vm.runInContext(source.slice(header.length), context);
const doc = new Element(["#document", {}, tree]);
const detected = context.detectWeb(doc, url);
if (detected) await context.doWeb(doc, url);
const info = JSON.parse(header);
console.log(JSON.stringify({ detected, saved, asked, fits: new RegExp(info.target).test(url), info }));
