// MathML of formulas by MathJax 4, for comparison with what the pages show.
//
// usage: node mathjax.cjs NODE_MODULES < lines of {"tex", "display"} after one line of macros
// Each answer line is {"mathml"} or {"error"}, in the order of the questions. Macros that MathJax
// defines itself keep its definition.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const PACKAGES = ["unicode", "units", "boldsymbol", "cancel", "braket", "mathtools", "gensymb"];

async function load(folder) {
  const mathjax = require(path.join(folder, "mathjax", "node-main.cjs"));
  return mathjax.init({
    loader: { load: ["input/tex", ...PACKAGES.map((name) => `[tex]/${name}`)] },
    tex: {
      packages: { "[+]": PACKAGES, "[-]": ["noundefined", "noerrors", "autoload", "require"] },
      formatError: (_, error) => {
        throw error;
      },
    },
  });
}

function convert(engine, tex, display) {
  try {
    return { mathml: engine.tex2mml(tex, { display }) };
  } catch (error) {
    return { error: String(error.message) };
  }
}

async function main() {
  const folder = path.resolve(process.argv[2]);
  const [table, ...lines] = fs.readFileSync(0, "utf8").trim().split("\n");
  const known = (engine, name) => {
    const answer = convert(engine, `\\${name}`, false);
    return !(answer.error || "").includes("Undefined control sequence");
  };
  const engine = await load(folder);
  const unknown = Object.entries(JSON.parse(table)).filter(([name]) => !known(engine, name));
  // Definitions last: later formulas see them.
  convert(engine, unknown.map(([name, body]) => definition(name, body)).join(""), false);
  for (const line of lines) {
    const { tex, display } = JSON.parse(line);
    process.stdout.write(JSON.stringify(convert(engine, tex, display)) + "\n");
  }
}

function definition(name, body) {
  const count = body.includes("#2") ? 2 : body.includes("#1") ? 1 : 0;
  return `\\newcommand{\\${name}}${count ? `[${count}]` : ""}{${body}}`;
}

main();
