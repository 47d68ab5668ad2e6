// All that this browser remembers, as one file: written, and read again here or on another
// device; also what was saved on the site that this one is modelled on.
import { keepCloud, readCloud } from "./cloud.js";
import { recall, remember } from "./storage.js";
import { element, word } from "./tools.js";

const FORMAT = "coolpapers-state";
const STARS = /^(?:\[(?:PDF|Kimi)\]-stared|\[Unstar\])-(?:arxiv|venue)-[\w.@/-]{1,200}$/;
const LISTS = ["Categories", "exCategories", "Prefer"];
const NAMES = [...LISTS, "wordCloud", "KimiLang", "appSearchKeywords", "appSearchKeywords-Excluded"];
const OWN = /^coolpapers-[\w-]{1,60}$/;
const SECRET = "MagicToken"; // read, never written: files are handed on
const LONGEST = 1_000_000;

export const isOurs = (name) => STARS.test(name) || NAMES.includes(name) || OWN.test(name);

export function attachState(root) {
  const save = root.getElementById("state-export");
  if (!save) return;
  save.addEventListener("click", () => {
    const text = JSON.stringify({ format: FORMAT, version: 1, saved: new Date().toISOString(), state: readState() }, null, 1);
    const link = element("a", {
      href: URL.createObjectURL(new Blob([text], { type: "application/json" })),
      download: `cool-papers-${new Date().toISOString().slice(0, 10)}.json`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  const field = root.getElementById("state-import");
  const said = root.getElementById("state-said");
  field.addEventListener("change", async () => {
    const [file] = field.files;
    if (!file) return;
    said.textContent = told(await file.text().then(parseState, () => null));
    field.value = "";
    root.dispatchEvent(new Event("state-imported"));
  });
}

function told(state) {
  if (!state) return word("stateUnknown");
  const { taken, left } = mergeState(state);
  return word("stateImported", { n: taken }) + (left ? ` ${word("stateLeft", { n: left })}` : "");
}

export function readState() {
  const names = Object.keys(localStorage).filter(isOurs).sort();
  return Object.fromEntries(names.map((name) => [name, recall(name)]));
}

/** The entries of a file: ours, a plain dump of a browser's storage, or a list of pairs. */
export function parseState(text) {
  try {
    const parsed = JSON.parse(text);
    const state = parsed?.format === FORMAT ? parsed.state : (parsed?.localStorage ?? parsed);
    const pairs = Array.isArray(state) ? state.map((one) => [one.name ?? one[0], one.value ?? one[1]]) : Object.entries(state);
    const read = pairs.map(([name, value]) => [String(name), typeof value === "string" ? value : JSON.stringify(value)]);
    return read.length ? new Map(read) : null;
  } catch {
    return null;
  }
}

/** Adds a state to what is here: nothing that is remembered here gets lost. */
export function mergeState(state) {
  let left = 0;
  for (const [name, value] of state) {
    const isFine = (isOurs(name) || name === SECRET) && value && value.length <= LONGEST;
    if (isFine) merge(name, value);
    else left += 1;
  }
  return { taken: state.size - left, left };
}

function merge(name, value) {
  if (name === "wordCloud") mergeCloud(value);
  else if (LISTS.includes(name)) remember(name, joined(recall(name), value));
  else if (!STARS.test(name) || !recall(name)) remember(name, value);
}

function mergeCloud(value) {
  const cloud = readCloud();
  try {
    for (const [key, count] of Object.entries(JSON.parse(value))) {
      if (Number(count) > 0) cloud.set(key, Math.max(cloud.get(key) ?? 0, Number(count)));
    }
  } catch {
    return;
  }
  keepCloud(cloud);
}

/** Two comma lists, or lists as JSON, as one comma list without repeats. */
function joined(...texts) {
  return [...new Set(texts.flatMap(parts))].join(",");
}

function parts(text) {
  try {
    const list = text.trim().startsWith("[") ? JSON.parse(text) : text.split(/[,，、\n]/);
    return list.map((one) => String(one).trim()).filter(Boolean);
  } catch {
    return [];
  }
}
