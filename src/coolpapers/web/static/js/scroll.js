// The next page of a list comes by itself: fetched from the server's own next link, its cards
// put below the others. The link stays, as a button and for what goes wrong.
import { indexOf } from "./cards.js";
import { readList } from "./list.js";
import { announce, say } from "./texts.js";
import { button, element, isPlain } from "./tools.js";

const AHEAD = "3000px";
const STEP_MOST = 25; // cards put in at once: more would hold up scrolling
const UNASKED_MOST = 4; // pages fetched without the reader having moved

export function attachScroll(root) {
  const list = root.querySelector(".papers");
  const paging = root.querySelector("nav.paging");
  if (!list || !paging) return;
  paging.querySelector(".position")?.remove();
  raisePrevious(list, paging);
  const link = paging.querySelector(".next");
  if (link) follow(root, list, paging, link);
  else sayEnd(root, paging);
}

/** Going back is done at the top. */
function raisePrevious(list, paging) {
  const previous = paging.querySelector(".previous");
  if (!previous) return;
  const above = paging.cloneNode(false);
  above.classList.add("above");
  above.append(previous);
  list.before(above);
}

function sayEnd(root, paging) {
  if (root.querySelector(".papers > .paper + .paper")) {
    paging.replaceChildren(line(say("end", { total: readList(root).total })));
  }
}

function follow(root, list, paging, link) {
  const said = paging.insertBefore(line(""), link);
  const watcher = new IntersectionObserver(([seen]) => {
    if (seen.isIntersecting && unasked < UNASKED_MOST) more();
  }, { rootMargin: `0px 0px ${AHEAD}` });
  let unasked = 0;
  let isBusy = false;

  async function more() {
    if (isBusy) return false;
    isBusy = true;
    unasked += 1;
    said.replaceChildren(say("loading"));
    watcher.disconnect();
    try {
      put(await fetched(stepped(link.href)));
    } catch {
      said.replaceChildren(say("failed"), retry());
      announce(say("failed"));
      isBusy = false;
      return false;
    }
    isBusy = false;
    return true;
  }

  function put(page) {
    const cards = [...page.querySelectorAll(".papers > .paper")];
    const fresh = cards.filter((card) => !root.getElementById(card.id));
    for (const hidden of fresh.flatMap((card) => [...card.querySelectorAll(".scripted")])) {
      hidden.hidden = false;
    }
    const next = page.querySelector("nav.paging .next")?.getAttribute("href");
    list.append(...fresh);
    said.replaceChildren();
    const total = readList(root).total;
    const last = cards.length ? indexOf(cards.at(-1)) : total;
    announce(say("added", { n: fresh.length, last, total }));
    if (next && cards.length) {
      link.setAttribute("href", next);
      watcher.observe(paging);
    } else {
      sayEnd(root, paging);
    }
  }

  function retry() {
    const again = button("", say("retry"));
    again.addEventListener("click", more);
    return again;
  }

  link.addEventListener("click", async (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    const last = list.lastElementChild;
    unasked = 0;
    if (!(await more())) return;
    last.nextElementSibling?.querySelector(".title-link").focus({ preventScroll: true });
  });
  addEventListener("scroll", () => {
    const wasHeld = unasked >= UNASKED_MOST && !isBusy && link.isConnected;
    unasked = 0;
    if (!wasHeld) return;
    watcher.disconnect(); // it speaks of changes alone, and of none if the end was near all the time
    watcher.observe(paging);
  }, { passive: true });
  watcher.observe(paging);
}

/** The address of the next page, for no more cards than can be put in at once. */
function stepped(address) {
  const stepping = new URL(address);
  const show = Number(stepping.searchParams.get("show") ?? STEP_MOST);
  stepping.searchParams.set("show", Math.min(show, STEP_MOST));
  return stepping;
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector(".papers")) throw new Error("no list");
  return page;
}

const line = (text) => element("p", { className: "loading" }, text);
