// Writes the styles and scripts as they are sent: to static/built, without comments and white
// space, the styles joined in the order in which site.css names them, and everything that
// compresses, static/vendor included, also as .br and .gz beside it. Each script stays a file of
// its own. `node scripts/assets.mjs [static folder]`
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { transform } from "esbuild-wasm";

const STATIC = process.argv[2] ?? new URL("../src/coolpapers/web/static", import.meta.url).pathname;
const BUILT = join(STATIC, "built");
const PACKED = [".css", ".js", ".json", ".mjs", ".svg", ".txt"];
const WORTH_BYTES = 200;
const TARGET = "es2022";

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

/** A style sheet with the sheets it imports in their places. */
const IMPORT = /@import "([^"]+)"( print)?;\n/g;
const inside = new Set();

function joined(path) {
  return readFileSync(path, "utf8").replace(IMPORT, (_, name, print) => {
    const part = join(dirname(path), name);
    inside.add(part);
    return print ? `@media print {\n${joined(part)}}\n` : joined(part);
  });
}

async function small(path) {
  const loader = extname(path).slice(1);
  const text = loader === "css" ? joined(path) : readFileSync(path, "utf8");
  return (await transform(text, { loader, minify: true, target: loader === "js" ? TARGET : undefined, legalComments: "none" })).code;
}

function pack(path) {
  const text = readFileSync(path);
  if (text.length < WORTH_BYTES || !PACKED.includes(extname(path))) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  for (const [ending, packed] of [["br", brotliCompressSync(text, { params })], ["gz", gzipSync(text, { level: 9 })]]) {
    if (packed.length < text.length) writeFileSync(`${path}.${ending}`, packed);
  }
}

const sources = ["css", "js"].flatMap((folder) => filesOf(join(STATIC, folder))).sort();
rmSync(BUILT, { recursive: true, force: true });
for (const path of sources) {
  const made = join(BUILT, relative(STATIC, path));
  mkdirSync(dirname(made), { recursive: true });
  writeFileSync(made, await small(path));
}
for (const path of inside) rmSync(join(BUILT, relative(STATIC, path)));
filesOf(BUILT).forEach(pack);
// The server takes these files only if they were made from the sources it finds.
const digests = sources.map((path) => [relative(STATIC, path), createHash("sha256").update(readFileSync(path)).digest("hex")]);
writeFileSync(join(BUILT, "sources.json"), JSON.stringify(Object.fromEntries(digests)));

// vendor.py writes that folder anew: what has been packed there is still right.
const vendor = join(STATIC, "vendor");
for (const path of existsSync(vendor) ? filesOf(vendor) : []) if (!existsSync(`${path}.gz`)) pack(path);
console.log(`${sources.length} styles and scripts written for sending`);
