// The subjects of a card can be watched or excluded right there; the home page and its link to
// all one's categories follow.
import { onCards, SLICE } from "./cards.js";
import { recallList, rememberList } from "./storage.js";
import { button, element, word } from "./tools.js";

const WATCHED = "Categories";
const EXCLUDED = "exCategories";

export function attachSubjects(root) {
  onCards(root, (cards) => cards.forEach(addOpener), SLICE);
  root.addEventListener("click", ({ target }) => {
    const opener = target.closest(".subjects-open");
    if (opener) toggle(opener);
    const choice = target.closest(".subject-choice button");
    if (choice) choose(root, choice);
  });
  root.addEventListener("keydown", ({ key, target }) => {
    const shown = key === "Escape" && target.closest(".subject-choices");
    if (!shown) return;
    const opener = shown.closest(".paper").querySelector(".subjects-open");
    toggle(opener);
    opener.focus();
  });
}

const subjectsOf = (card) => [...card.querySelectorAll('.subjects a[href*="/arxiv/"]')];
const codeOf = (link) => decodeURIComponent(link.getAttribute("href").split("/").at(-1));

function addOpener(card) {
  if (!subjectsOf(card).length || card.querySelector(".subjects-open")) return;
  const opener = button("subjects-open notranslate", "±", word("subjectsOpen"));
  opener.setAttribute("aria-expanded", "false");
  card.querySelector(".date").after(" ", opener);
}

function toggle(opener) {
  const card = opener.closest(".paper");
  const shown = card.querySelector(".subject-choices");
  opener.setAttribute("aria-expanded", String(!shown));
  if (shown) shown.remove();
  else opener.after(element("ul", { className: "subject-choices notranslate", translate: false }, ...subjectsOf(card).map(choices)));
}

function choices(link) {
  const code = codeOf(link);
  const line = element("li", { className: "subject-choice" }, element("b", {}, code),
    button("watch", word("subjectsWatch"), word("subjectsWatchCode", { code })),
    button("exclude-it", word("subjectsExclude"), word("subjectsExcludeCode", { code })));
  line.dataset.code = code;
  showChoice(line);
  return line;
}

function showChoice(line) {
  const { code } = line.dataset;
  line.querySelector(".watch").setAttribute("aria-pressed", String(recallList(WATCHED).includes(code)));
  line.querySelector(".exclude-it").setAttribute("aria-pressed", String(recallList(EXCLUDED).includes(code)));
}

/** A category is watched, excluded, or neither. */
function choose(root, pressed) {
  const { code } = pressed.closest("li").dataset;
  const [own, other] = pressed.matches(".watch") ? [WATCHED, EXCLUDED] : [EXCLUDED, WATCHED];
  const rest = recallList(own).filter((one) => one !== code);
  rememberList(own, pressed.getAttribute("aria-pressed") === "true" ? rest : [...rest, code]);
  rememberList(other, recallList(other).filter((one) => one !== code));
  for (const line of root.querySelectorAll(".subject-choice")) showChoice(line);
}
