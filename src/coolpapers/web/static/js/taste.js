// What a card says about why it stands here: a word counts twice as much, or no more, at once in
// this browser and with the next order. And words learned from stars. Loaded when first used.
import { printed } from "./cards.js";
import { keepWords, wordsOf } from "./preference.js";
import { starred } from "./starlist.js";
import { recall } from "./storage.js";
import { toast } from "./toast.js";
import { base } from "./tools.js";

const MOST = 200;
const MOST_WEIGHT = 16;
const POWER = /^(-?)(.+?)(?:\^(\d{1,2}(?:\.\d{1,2})?))?$/;

export function act(button) {
  const form = button.form;
  const whose = form.elements.namedItem("whose").value;
  const text = button.closest("li").dataset.word;
  const isBoost = button.name === "boost";
  const words = wordsOf(whose).flatMap((word) => {
    const [, sign, known, power = "1"] = POWER.exec(word);
    if (known !== text) return [word];
    return isBoost ? [`${sign}${known}^${Math.min(MOST_WEIGHT, 2 * power)}`] : [];
  });
  keepWords(whose, words);
  for (const line of document.querySelectorAll(".why li")) {
    if (line.dataset.word === text) line.dataset.act = button.name;
  }
  const said = form.dataset[isBoost ? "boosted" : "muted"].replace("{word}", text);
  toast(said, { name: form.dataset.anew, act: () => location.reload() });
}

export async function learn(button) {
  const said = button.parentElement.querySelector("output");
  try {
    const answer = await fetch(`${base}/taste`, { method: "POST", body: profile() });
    if (!answer.ok) throw new Error(answer.status);
    const found = await answer.json();
    if (!found.words.length) {
      said.textContent = button.dataset.few.replace(/\{(\w+)\}/g, (_, name) => found[name]);
      return;
    }
    keepWords("learned", found.words);
    location.href = button.dataset.to;
  } catch {
    said.textContent = button.dataset.failed;
  }
}

/** Papers that have a star, and papers that were seen and have none, the newest of either. */
function profile() {
  const liked = starred().map((one) => one.printed);
  const seen = recall("coolpapers-seen").split("\n").filter(Boolean).map((line) => printed(line.split("\t")[0]));
  const skipped = seen.filter((paper) => !liked.includes(paper)).slice(-MOST);
  return new URLSearchParams({ starred: liked.slice(0, MOST).join(","), skipped: skipped.join(",") });
}
