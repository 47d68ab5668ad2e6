// The star list holds every paper whose PDF or FAQ was opened in this browser, also those that are
// not on this page, and opens or exports exactly those.
import { keyOf } from "./cards.js";
import { recall, remember } from "./storage.js";
import { base, button, element, word } from "./tools.js";

const STARRED = /^\[(?:PDF|Kimi)\]-stared-(arxiv|venue)-(.+)$/;
const FILES = { bibtex: "BibTeX", biblatex: "BibLaTeX", ris: "RIS", json: "JSON", plain: "TXT" };
const UNIT = 100; // titles asked for at once
const titles = new Map(); // printed id -> title, or nothing if the library has no such paper

/** All starred papers, the last opened first. */
export function starred() {
  const found = new Map();
  for (const name of Object.keys(localStorage)) {
    const [, branch, local] = STARRED.exec(name) ?? [];
    if (!local || recall(`[Unstar]-${branch}-${local}`)) continue;
    const moment = Number(recall(name)) || 0;
    const printed = `${branch}:${local}`;
    found.set(printed, { printed, branch, local, moment: Math.max(moment, found.get(printed)?.moment ?? 0) });
  }
  return [...found.values()].sort((one, other) => other.moment - one.moment);
}

export function attachStarList(root) {
  const sheet = root.getElementById("app-bar-star");
  const place = root.getElementById("stars-elsewhere");
  const refresh = () => sheet.open && show(root, place);
  sheet.addEventListener("toggle", refresh);
  sheet.addEventListener("click", ({ target }) => {
    const line = target.closest(".i-unstar")?.closest("#stars-elsewhere p");
    if (line) unstar(line.dataset.branch, line.dataset.local);
    if (target.closest(".i-unstar")) setTimeout(refresh);
  });
  root.addEventListener("click", ({ target }) => {
    if (target.closest(".title-pdf, .title-kimi")) setTimeout(refresh);
  });
}

function unstar(branch, local) {
  for (const kind of ["PDF", "Kimi"]) remember(`[${kind}]-stared-${branch}-${local}`, "");
  remember(`[Unstar]-${branch}-${local}`, String(Date.now()));
  const query = new URLSearchParams({ key: "unstar", delta: 1, paper: local });
  fetch(`${base}/${branch}/star?${query}`, { method: "POST", keepalive: true }).catch(() => {});
}

async function show(root, place) {
  const all = starred();
  const here = new Set([...root.querySelectorAll(".paper")].map(keyOf));
  const elsewhere = all.filter((one) => !here.has(`/${one.branch}/${pathOf(one)}`));
  place.replaceChildren(...elsewhere.map(line));
  root.getElementById("stars-heading").hidden = !elsewhere.length;
  showWays(root.getElementById("stars-export"), all);
  root.querySelector("#app-bar-star [data-empty]").hidden = all.length > 0;
  await askTitles(elsewhere.filter(({ printed }) => !titles.has(printed)));
  for (const link of place.querySelectorAll(".i-title")) {
    link.textContent = titles.get(link.dataset.paper) || link.textContent;
  }
}

function line({ printed, branch, local }) {
  const link = element("a", { className: "i-title", href: `${base}/${branch}/${pathOf({ local })}` }, titles.get(printed) || local);
  link.dataset.paper = printed;
  const made = element("p", {}, link, button("i-unstar", "×", word("starsUnstar")));
  Object.assign(made.dataset, { branch, local });
  return made;
}

const pathOf = ({ local }) => encodeURIComponent(local).replaceAll("%40", "@").replaceAll("%2F", "/");

async function askTitles(papers) {
  for (let at = 0; at < papers.length; at += UNIT) {
    const asked = papers.slice(at, at + UNIT);
    try {
      const answer = await fetch(exportOf("json", asked));
      const items = answer.ok ? await answer.json() : [];
      for (const { printed } of asked) titles.set(printed, "");
      for (const { id, title } of items) titles.set(id, title);
    } catch {
      return; // Ids will do.
    }
  }
}

const exportOf = (form, papers) =>
  `${base}/export/${form}?ids=${papers.map(({ branch, local }) => `${branch}:${pathOf({ local })}`).join(",")}`;

/** One page to share for each branch, and a file for each program. */
function showWays(place, all) {
  place.hidden = !all.length;
  const pages = Object.entries(grouped(all)).map(([branch, papers]) => {
    const show = papers.length > 25 ? `?show=${Math.min(papers.length, 1000)}` : "";
    const href = `${base}/${branch}/${papers.map(pathOf).join(",")}${show}`;
    return element("a", { href, className: "stars-page" }, word(branch === "arxiv" ? "starsArxiv" : "starsVenue", { n: papers.length }));
  });
  const files = Object.entries(FILES).map(([form, name]) =>
    element("a", { href: exportOf(form, all), download: "" }, name));
  place.replaceChildren(element("p", {}, word("starsOpen"), " ", ...spaced(pages)), element("p", {}, word("starsSave"), " ", ...spaced(files)));
}

function grouped(all) {
  const groups = {};
  for (const one of all) (groups[one.branch] ??= []).push(one);
  return groups;
}

const spaced = (links) => links.flatMap((link) => [link, " "]);
