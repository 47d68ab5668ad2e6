// The preference words: written on the home page or above a list, used by the lists' third order.
// They travel in a cookie, so that no address and no log has them.
import { recall, remember } from "./storage.js";

const NAMES = { mine: "Prefer", learned: "coolpapers-learned" };
const COOKIES = { mine: "prefer", learned: "learned" };
const LONGEST = 3000;
const KEPT_S = 400 * 24 * 3600;

export const wordsOf = (whose) => recall(NAMES[whose]).split(/[\n,，、;；]+/).map((word) => word.trim()).filter(Boolean);

export function keepWords(whose, words) {
  remember(NAMES[whose], words.join(","));
  send(whose);
}

export function attachPreference(root) {
  adopt(root);
  for (const whose of Object.keys(NAMES)) send(whose);
  attachField(root.getElementById("prefer"), root.getElementById("prefer-saved"));
  attachForm(root.getElementById("by-preference"));
  root.addEventListener("state-imported", () => send("mine"));
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("#learn, .why button");
    if (!button) return;
    event.preventDefault();
    const taste = await import("./taste.js");
    if (button.id === "learn") taste.learn(button);
    else taste.act(button);
  });
}

/** Words that were given while there were no scripts. */
function adopt(root) {
  const sent = /(?:^|; )prefer=([^;]+)/.exec(root.cookie)?.[1];
  if (sent && !recall(NAMES.mine)) remember(NAMES.mine, decodeURIComponent(sent));
}

function send(whose) {
  const words = wordsOf(whose);
  let text = encodeURIComponent(words.join(","));
  while (text.length > LONGEST) text = encodeURIComponent((words.pop(), words.join(",")));
  if (text) document.cookie = `${COOKIES[whose]}=${text}; path=/; max-age=${KEPT_S}; samesite=lax`;
  else if (document.cookie.includes(`${COOKIES[whose]}=`)) document.cookie = `${COOKIES[whose]}=; path=/; max-age=0`;
}

function attachField(field, said) {
  if (!field) return;
  field.value = recall(NAMES.mine);
  field.addEventListener("input", () => {
    remember(NAMES.mine, field.value.trim());
    send("mine");
    said.textContent = said.dataset.saved;
  });
}

function attachForm(form) {
  if (!form) return;
  const field = form.elements.namedItem("prefer");
  field.value ||= recall(NAMES.mine);
  form.addEventListener("submit", () => remember(NAMES.mine, field.value.trim()));
  // The page as it came may not have known the words yet.
  const link = document.querySelector('.sort-it[data-sort="words"]');
  const address = form.elements.namedItem("back").value;
  if (recall(NAMES.mine) && link.getAttribute("href") === "#by-preference") link.href = address;
}
