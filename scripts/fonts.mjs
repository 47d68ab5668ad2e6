// Makes the files of the font of formulas: each has the characters that its `unicode-range` in
// fonts.css names, without hints, as the text's font is, and with all that they stretch to.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import subset from "subset-font";

const ROOT = new URL("..", import.meta.url).pathname;
const CSS = join(ROOT, "src/coolpapers/web/static/css");
const FONT = join(ROOT, "node_modules/@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2");
const FACE = /@font-face \{\s*font-family: "STIX Two Math Web";[^}]*url\("([^"]+)"\)[^}]*unicode-range: ([^;]+);/g;

/** The code points of a `unicode-range`. */
function pointsIn(range) {
  return range.split(/,\s*/).flatMap((part) => {
    const [first, last = first] = part.slice(2).split("-").map((hex) => parseInt(hex, 16));
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

const whole = readFileSync(FONT);
for (const [, place, range] of readFileSync(join(CSS, "fonts.css"), "utf8").matchAll(FACE)) {
  const characters = String.fromCodePoint(...pointsIn(range));
  const made = await subset(whole, characters, { targetFormat: "woff2", noHinting: true });
  const path = join(CSS, place);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, made);
  console.log(`${path.slice(ROOT.length)}: ${Math.round(made.length / 1000)} kB`);
}
