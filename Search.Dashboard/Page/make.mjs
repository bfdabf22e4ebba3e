// Makes dist/page.html.br: the page, compressed. Page.proj calls it; see there what it answers.
// It works in a folder of its own and moves there only what is whole, since several builds may be at it at once.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const minutes = 60_000;
const pageIsWrong = 3, packagesAreMissing = 4;
const sources = ["src", "build.mjs", "package.json", "package-lock.json", "tsconfig.json", ".npmrc"];

const here = dirname(fileURLToPath(import.meta.url));
const obj = join(here, "obj");
const work = join(obj, `build-${process.pid}`);
// Not to wait for a registry that does not answer at each build.
const unreachable = join(obj, "unreachable");
const lock = createHash("sha256").update(readFileSync(join(here, "package-lock.json"))).digest("hex").slice(0, 16);
const modules = join(obj, `modules-${lock}`, "node_modules");

mkdirSync(obj, { recursive: true });
removeOlderThan(60 * minutes, name => name.startsWith("build-"));
try {
  process.exitCode = make();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function make() {
  if (existsSync(unreachable) && age(unreachable) < 10 * minutes && age(unreachable) < age(join(here, "package-lock.json"))) {
    console.log(readFileSync(unreachable, "utf8"));
    return packagesAreMissing;
  }
  for (const source of sources) cpSync(join(here, source), join(work, source), { recursive: true });
  if (existsSync(modules)) symlinkSync(modules, join(work, "node_modules"), "junction");
  else if (!install()) return packagesAreMissing;

  const build = npm("run", "build");
  if (build.status !== 0) {
    console.log(`${build.stdout}${build.stderr}`);
    return pageIsWrong;
  }
  const made = join(work, "page.html.br");
  writeFileSync(made, brotliCompressSync(readFileSync(join(work, "dist", "page.html"))));
  mkdirSync(join(here, "dist"), { recursive: true });
  renameSync(made, join(here, "dist", "page.html.br"));
  return 0;
}

function install() {
  const ci = npm("ci", "--prefer-offline", "--fetch-retries=0", "--fetch-timeout=15000");
  if (ci.status !== 0) {
    const reason = ci.error?.message ?? `${ci.stderr}`.split("\n").filter(line => line.startsWith("npm error")).slice(0, 2).join(" ");
    writeFileSync(unreachable, reason);
    console.log(reason);
    return false;
  }
  rmSync(unreachable, { force: true });
  removeOlderThan(0, name => name.startsWith("modules-") && name !== `modules-${lock}`);
  mkdirSync(dirname(modules), { recursive: true });
  try {
    renameSync(join(work, "node_modules"), modules);
    symlinkSync(modules, join(work, "node_modules"), "junction");
  } catch (error) {
    // Another build was first.
    if (!existsSync(modules)) throw error;
  }
  return true;
}

function npm(...args) {
  return spawnSync("npm", args, { cwd: work, encoding: "utf8", timeout: 3 * minutes, shell: process.platform === "win32" });
}

function age(file) {
  return Date.now() - statSync(file).mtimeMs;
}

function removeOlderThan(most, isMeant) {
  for (const name of readdirSync(obj).filter(isMeant)) {
    if (age(join(obj, name)) > most) rmSync(join(obj, name), { recursive: true, force: true });
  }
}
