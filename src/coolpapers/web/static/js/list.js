// Which list this is, whatever part of it is shown and under which of its addresses.

const PART = ["show", "skip", "highlight"];
const DAYS = ["date", "from", "to"];

/**
 * `isBrowsed`: a list of days or an edition, not a search nor papers that somebody named.
 * `key`: the same for every order of the list; `orderKey`: also names the order.
 */
export function readList(root) {
  const isSearch = /\/search$/.test(location.pathname);
  const dates = [...root.querySelectorAll(".info .date time")].map((time) => time.dateTime);
  const query = new URLSearchParams(location.search);
  for (const name of isSearch ? PART : [...PART, ...DAYS]) query.delete(name);
  query.sort();
  const order = query.get("sort") ?? "";
  query.delete("sort");
  const named = [location.pathname, query, isSearch ? "" : dates].join("?");
  return {
    isBrowsed: !isSearch && root.querySelector(".info .date") !== null,
    key: shortened(named),
    orderKey: shortened(`${named}?${order}`),
    total: Number(root.querySelector(".info .total")?.textContent.replace(/\D/g, "") ?? 0),
  };
}

/** 32 bits of FNV-1a in base 36: http://www.isthe.com/chongo/tech/comp/fnv/ */
function shortened(text) {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return (sum >>> 0).toString(36);
}
