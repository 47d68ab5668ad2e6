// Which list this is, whatever part of it is shown and under which of its addresses.
import { base } from "./tools.js";

const PART = ["show", "skip", "highlight"];
const DAYS = ["date", "from", "to"];

// Categories have no digits, and ids of conference papers have an “@”.
const BROWSED = /^\/(arxiv\/(?!search$)\D+|venue\/(?!search$|.*@).+)$/;

/**
 * `isBrowsed`: a list of days or an edition, not a search nor papers that somebody named.
 * `key`: the same for every order of the list; `orderKey`: also names the order.
 */
export function readList(root) {
  const path = location.pathname.slice(base.length).replace(/%40/g, "@");
  const isBrowsed = BROWSED.test(path.replace(/%../g, ""));
  const whole = isBrowsed ? [...root.querySelectorAll(".info .date")].map(dated) : [];
  const query = new URLSearchParams(location.search);
  for (const name of isBrowsed ? [...PART, ...DAYS] : PART) query.delete(name);
  query.sort();
  const order = query.get("sort") ?? query.get("order") ?? "";
  query.delete("sort");
  query.delete("order");
  // The latest edition is the same list without its year in the address.
  const place = isBrowsed && path.startsWith("/venue/") ? "/venue/" : path;
  const named = [place, query, whole].join("?");
  return {
    isBrowsed,
    key: shortened(named),
    orderKey: shortened(`${named}?${order}`),
    total: Number(root.querySelector(".info .total")?.textContent.replace(/\D/g, "") ?? 0),
  };
}

const dated = (link) => link.querySelector("time")?.dateTime ?? link.textContent;

/** 32 bits of FNV-1a in base 36: http://www.isthe.com/chongo/tech/comp/fnv/ */
function shortened(text) {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return (sum >>> 0).toString(36);
}
