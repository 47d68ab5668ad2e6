// Writes the styles and scripts as they are sent: to static/built, without comments and white
// space, the styles joined in the order in which site.css names them, the scripts that every page
// loads joined into main.js, and everything that compresses, static/vendor included, also as .br
// and .gz beside it. `node scripts/assets.mjs [static folder]`
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, transform } from "esbuild-wasm";
import { minify } from "terser";

const STATIC = resolve(process.argv[2] ?? new URL("../src/coolpapers/web/static", import.meta.url).pathname);
const BUILT = join(STATIC, "built");
const PACKED = [".css", ".js", ".json", ".mjs", ".svg", ".txt"];
const WORTH_BYTES = 200;
const MAIN = "js/main.js";
const SCRIPT = { target: "es2022", minify: true, legalComments: "none" };

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
  return (await transform(text, { ...SCRIPT, loader, target: loader === "js" ? SCRIPT.target : undefined })).code;
}

/** Bundles as esbuild makes them; what `elsewhere` has a place for is imported from there. */
const bundled = (options, elsewhere) =>
  build({
    ...SCRIPT,
    bundle: true,
    format: "esm",
    absWorkingDir: STATIC,
    outbase: STATIC,
    outdir: BUILT,
    metafile: true,
    plugins: [{ name: "elsewhere", setup: ({ onResolve }) => onResolve({ filter: /^\.\.?\// }, (asked) => {
      const place = elsewhere(asked);
      return place && { path: place, external: true };
    }) }],
    ...options,
  });

/** Joins what a script imports from modules within main.js, and adds to `given` what that must give. */
function importOnce(path, given) {
  const names = [];
  const text = readFileSync(path, "utf8").replace(/import\{([^}]*)\}from"\.\/main\.js#([^"]*)";/g, (_, some, module) => {
    names.push(some);
    for (const one of some.split(",")) given.add(`export { ${one.split(" as ")[0]} } from "./${module}";`);
    return "";
  });
  writeFileSync(path, names.length ? `import{${names}}from"./main.js";${text}` : text);
}

/** Writes main.js with all that it imports, and each script loaded on demand with what only it has. */
async function joinedScripts() {
  const lazy = new Set();
  const onDemand = ({ path, kind }) => {
    if (kind !== "dynamic-import") return undefined;
    if (!path.startsWith("../vendor/")) lazy.add(join("js", path));
    return path;
  };
  const alone = await bundled({ entryPoints: [MAIN], write: false }, onDemand);
  const always = new Set(Object.keys(alone.metafile.inputs));
  const fromMain = ({ path, kind }) => {
    const name = join("js", path);
    if (kind === "import-statement" && lazy.has(name)) return path; // it stands for itself
    if (kind !== "import-statement" || !always.has(name)) return onDemand({ path, kind });
    return `./main.js#${name}`;
  };
  const made = await bundled({ entryPoints: [...lazy] }, fromMain);
  const given = new Set();
  for (const name of lazy) importOnce(join(BUILT, name), given);
  // What the lazy ones use of main.js, it gives out: each module is so loaded once.
  const contents = [`import "./${MAIN}";`, ...given].join("\n");
  await bundled({ stdin: { contents, resolveDir: STATIC }, outdir: undefined, outfile: join(BUILT, MAIN) }, onDemand);
  return new Set([...always, ...Object.keys(made.metafile.inputs)]);
}

/** What esbuild made smaller, terser makes smaller still: by 4 % as it is sent. */
async function smaller(path) {
  const options = { module: true, ecma: 2022, compress: { passes: 3, keep_fargs: false } };
  writeFileSync(path, (await minify(readFileSync(path, "utf8"), options)).code);
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
const inBundles = await joinedScripts();
// The others stand for themselves: a worker, whose imports must keep their order.
for (const path of sources.filter((path) => !inBundles.has(relative(STATIC, path)))) {
  const made = join(BUILT, relative(STATIC, path));
  mkdirSync(dirname(made), { recursive: true });
  writeFileSync(made, await small(path));
}
for (const path of inside) rmSync(join(BUILT, relative(STATIC, path)));
for (const path of filesOf(BUILT)) if (path.endsWith(".js")) await smaller(path);
filesOf(BUILT).forEach(pack);
// The server takes these files only if they were made from the sources it finds.
const digests = sources.map((path) => [relative(STATIC, path), createHash("sha256").update(readFileSync(path)).digest("hex")]);
writeFileSync(join(BUILT, "sources.json"), JSON.stringify(Object.fromEntries(digests)));

// vendor.py writes that folder anew: what has been packed there is still right.
const vendor = join(STATIC, "vendor");
for (const path of existsSync(vendor) ? filesOf(vendor) : []) if (!existsSync(`${path}.gz`)) pack(path);
console.log(`${sources.length} styles and scripts written for sending`);
