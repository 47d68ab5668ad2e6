// Keys with short values that this browser remembers, at most so many: the oldest are dropped.
// What other tabs wrote meanwhile is kept.
import { recall, remember } from "./storage.js";

const SAVE_AFTER_MS = 1000;

export function bounded(name, most) {
  const read = () =>
    new Map(recall(name).split("\n").filter(Boolean).map((line) => line.split("\t")));
  const kept = read();
  const changed = new Map();
  let timer = 0;

  function save() {
    clearTimeout(timer);
    timer = 0;
    if (!changed.size) return;
    const all = read();
    for (const [key, value] of changed) {
      all.delete(key);
      if (value !== null) all.set(key, value);
    }
    changed.clear();
    remember(name, [...all].slice(-most).map((pair) => pair.join("\t")).join("\n"));
  }

  function change(key, value) {
    changed.set(key, value);
    timer ||= setTimeout(save, SAVE_AFTER_MS);
  }

  addEventListener("pagehide", save);
  return {
    has: (key) => kept.has(key),
    get: (key) => kept.get(key),
    set(key, value = "") {
      if (kept.get(key) === value) return;
      kept.set(key, value);
      change(key, value);
    },
    delete(key) {
      kept.delete(key);
      change(key, null);
    },
  };
}
