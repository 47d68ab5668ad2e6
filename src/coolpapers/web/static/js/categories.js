// Home: the categories one watches and excludes are remembered, and the link to all of them in
// one list follows.
import { recallList, rememberList } from "./storage.js";

const WATCHED = "Categories";
const EXCLUDED = "exCategories";

export function expression(watched, excluded) {
  const left = excluded.filter((code) => !watched.includes(code));
  return watched.join("+") + left.map((code) => `-${code}`).join("");
}

export function attachCategories(root) {
  const form = root.querySelector("form#categories");
  if (!form) return;
  const boxes = (name) => [...form.querySelectorAll(`input[name="${name}"]`)];
  const ticked = (name) => boxes(name).filter((box) => box.checked).map((box) => box.value);
  if (!new URLSearchParams(location.search).has("watch")) {
    tick(boxes("watch"), recallList(WATCHED));
    tick(boxes("exclude"), recallList(EXCLUDED));
  } else {
    save();
  }
  showLink();
  form.addEventListener("change", ({ target }) => {
    leaveOther(form, target);
    save();
    showLink();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const box of form.querySelectorAll("input:checked")) box.checked = false;
    save();
    showLink();
  });

  function save() {
    rememberList(WATCHED, ticked("watch"));
    rememberList(EXCLUDED, ticked("exclude"));
  }

  function showLink() {
    const link = root.getElementById("arxiv-allin-link");
    const feeds = root.getElementById("opml-link");
    const watched = ticked("watch");
    link.dataset.otherwise ??= link.textContent;
    link.textContent = watched.length ? link.dataset.name : link.dataset.otherwise;
    const chosen = expression(watched, ticked("exclude"));
    const { base } = root.documentElement.dataset;
    link.href = watched.length ? `${base}/arxiv/${chosen}` : link.dataset.everything;
    feeds.href = `${base}/opml${watched.length ? `?lists=${encodeURIComponent(chosen)}` : ""}`;
  }
}

/** Ticks the boxes of these codes and opens the groups they stand in. */
function tick(boxes, codes) {
  for (const box of boxes) {
    box.checked = codes.includes(box.value);
    if (box.checked) box.closest("details").open = true;
  }
}

/** A category is watched or excluded, not both. */
function leaveOther(form, box) {
  if (!box.checked) return;
  const other = box.name === "watch" ? "exclude" : "watch";
  const twin = form.querySelector(`input[name="${other}"][value="${CSS.escape(box.value)}"]`);
  if (twin) twin.checked = false;
}
