// The map of a list, read from the table below it: colours, the chosen paper, its card, the keys.
import { announce } from "./texts.js";
import { element, once } from "./tools.js";
import { Drawing } from "./map-drawing.js";
import { attachHand } from "./map-hand.js";

const CLOSER = 1.4;
const STEP_PX = 60;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function showMap(root, box) {
  const groups = read(root);
  const drawing = new Drawing(box.querySelector("canvas"), groups);
  const title = box.querySelector(".map-title");
  let by = root.querySelector(".map-colour[aria-current]").dataset.by;

  const point = (found) => {
    drawing.marked = found;
    title.hidden = !found;
    if (found) {
      title.textContent = found.link.textContent;
      const [x, y] = drawing.shown(found);
      const left = Math.max(0, Math.min(x - title.offsetWidth / 2, box.clientWidth - title.offsetWidth));
      const top = y > title.offsetHeight + 14 ? y - title.offsetHeight - 12 : y + 14;
      title.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    }
    drawing.ask();
  };
  const open = (found) => found && showCard(root, box, found.link);
  const all = () => {
    drawing.fit();
    box.classList.remove("close");
    point(null);
  };
  const zoom = (factor, x = box.clientWidth / 2, y = box.clientHeight / 2) => {
    drawing.zoom(factor, x, y);
    box.classList.toggle("close", drawing.isClose);
    point(null);
  };
  const move = (x, y) => {
    drawing.move(x, y);
    point(null);
  };
  const doing = { in: () => zoom(CLOSER), out: () => zoom(1 / CLOSER), all, png: () => keep(drawing) };

  root.getElementById("map-still").remove();
  for (const button of root.querySelectorAll(".map-tools [data-do]")) {
    button.addEventListener("click", () => doing[button.dataset.do]());
  }
  for (const link of root.querySelectorAll(".map-colour")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      by = link.dataset.by;
      recolour(root, drawing, by);
      history.replaceState(history.state, "", link.href);
    });
  }
  attachHand(box, { drawing, point, open, zoom, move });
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (way && event.shiftKey) move(-way[0] * STEP_PX, -way[1] * STEP_PX);
    else if (way) tell(drawing.beside(drawing.marked, way));
    else if (event.key === "Enter") open(drawing.marked);
    else if (event.key === "+" || event.key === "=") zoom(CLOSER);
    else if (event.key === "-") zoom(1 / CLOSER);
    else if (event.key === "0") all();
    else if (event.key === "Escape" && drawing.marked) point(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const tell = (found) => {
    drawing.reveal(found);
    point(found);
    announce(found.link.textContent);
  };
  const repaint = () => recolour(root, drawing, by);
  new ResizeObserver(() => {
    drawing.size();
    all();
  }).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  new MutationObserver(repaint).observe(root.documentElement, { attributeFilter: ["data-theme"] });
  repaint();
}

/** The groups of the table with their points. */
const read = (root) =>
  [...root.querySelectorAll(".map-table tbody")].map((body) => ({
    ...spot(body),
    words: body.dataset.words.split(", "),
    points: [...body.querySelectorAll("tr[data-at]")].map((row) => ({ ...spot(row), link: row.querySelector("a") })),
  }));

function spot({ dataset }) {
  const [x, y, subject, date, chosen] = dataset.at.split(",").map(Number);
  return { x, y, subject, date, chosen: chosen === 1 };
}

/** Colours are those of the legend as it is shown. */
function recolour(root, drawing, by) {
  for (const link of root.querySelectorAll(".map-colour")) {
    if (link.dataset.by === by) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const colours = {};
  for (const legend of root.querySelectorAll(".legend")) {
    legend.hidden = legend.dataset.of !== by;
    if (legend.hidden) continue;
    for (const swatch of legend.querySelectorAll("i")) {
      colours[swatch.className.slice(1)] = getComputedStyle(swatch).backgroundColor;
    }
  }
  drawing.colour(by, colours);
}

const pageOf = once(async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.text();
});

/** The card of a paper, below the map, as its own page has it. */
async function showCard(root, box, link) {
  const place = root.getElementById("map-card");
  try {
    const page = new DOMParser().parseFromString(await pageOf(link.href), "text/html");
    const card = page.querySelector(".papers > .paper");
    for (const hidden of card.querySelectorAll(".scripted")) hidden.hidden = false;
    place.replaceChildren(card);
    card.querySelector(".title-link").focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  } catch {
    place.replaceChildren(element("p", { className: "hint" }, box.dataset.failed));
  }
}

function keep(drawing) {
  drawing.picture((blob) => {
    const href = URL.createObjectURL(blob);
    element("a", { href, download: "map.png" }).click();
    setTimeout(() => URL.revokeObjectURL(href));
  });
}
