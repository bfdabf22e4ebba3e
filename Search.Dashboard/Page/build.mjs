// Makes dist/page.html: the whole page in one file, which asks nobody for anything.
// C# puts the data where <!--data--> is.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);

const check = spawnSync(process.execPath, [join("node_modules", "typescript", "bin", "tsc")], { stdio: "inherit" });
if (check.status !== 0) process.exit(check.status ?? 1);

const script = await bundle("src/main.ts");
const style = await bundle("src/styles.css");
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src ${hash(style)}`,
  "img-src data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

let page = readFileSync("src/page.html", "utf8");
page = put(page, "<!--policy-->", `<meta http-equiv="Content-Security-Policy" content="${policy}">`);
page = put(page, "<!--style-->", `<style>${style}</style>`);
page = put(page, "<!--script-->", `<script>${script}</script>`);
page = put(page, "<!--notice-->", `<!--\nThis page contains software of others.\n\n${notice()}\n-->`);
// Whoever fills the page in looks for the marker: there may be but one, also in the script.
if (page.split("<!--data-->").length !== 2) throw new Error("The page must have exactly one <!--data-->.");
mkdirSync("dist", { recursive: true });
writeFileSync(join("dist", "page.html"), page);
console.log(`dist/page.html: ${Math.round(page.length / 1024)} kB`);

async function bundle(entry) {
  const result = await build({ entryPoints: [entry], bundle: true, minify: true, format: "iife", target: "es2022", charset: "utf8", legalComments: "eof", write: false });
  return result.outputFiles[0].text.trim();
}

// What Apache's licence asks to be passed on; the licences of the rest are at the script's end.
function notice() {
  const { name, version, license } = JSON.parse(readFileSync("node_modules/echarts/package.json", "utf8"));
  return `${readFileSync("node_modules/echarts/NOTICE", "utf8").trim()}\n\n${name} ${version}, ${license}: https://www.apache.org/licenses/LICENSE-2.0`.replaceAll("--", "- -");
}

function hash(text) {
  return `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;
}

function put(page, marker, text) {
  const parts = page.split(marker);
  if (parts.length !== 2) throw new Error(`The page must have exactly one ${marker}.`);
  return parts[0] + text + parts[1];
}
