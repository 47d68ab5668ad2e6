// Lighthouse over some pages, as a phone and as a desk: prints the scores, and what costs points.
// `node run.mjs BROWSER ADDRESS...`; exit code 1 if a score is below 95.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import desktop from "lighthouse/core/config/desktop-config.js";

const LEAST = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const FIGURES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];
const [chromePath, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
let isLow = false;

for (const address of addresses) {
  for (const [name, config] of [["phone", undefined], ["desk", desktop]]) {
    const flags = { port: chrome.port, output: "json", onlyCategories: CATEGORIES, logLevel: "error" };
    const { audits, categories } = (await lighthouse(address, flags, config)).lhr;
    const scores = CATEGORIES.map((one) => Math.round(categories[one].score * 100));
    isLow ||= scores.some((score) => score < LEAST);
    console.log(`${name} ${address}: ${CATEGORIES.map((one, at) => `${one} ${scores[at]}`).join(", ")}`);
    console.log(`  ${FIGURES.map((one) => `${one} ${audits[one].displayValue}`).join(", ")}`);
    const weighted = CATEGORIES.flatMap((one) => categories[one].auditRefs).filter(({ weight }) => weight > 0);
    for (const { id } of weighted) if (audits[id].score !== null && audits[id].score < 0.9) {
      console.log(`  low: ${audits[id].title}`);
      for (const { node } of audits[id].details?.items ?? []) if (node) console.log(`    ${node.snippet}`);
    }
  }
}
await chrome.kill();
process.exit(isLow ? 1 : 0);
