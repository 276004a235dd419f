/**
 * Builds static/vendor/ from package-lock.json: one minified ES module for each library that pages may
 * import, one compressed style sheet for each entry file of static/css/, and the licences of what is inside.
 *
 *   node tools/vendor.mjs            everything
 *   node tools/vendor.mjs --watch    everything, then the style sheets again whenever one changes
 */
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { existsSync, watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compileAsync } from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "static", "css");
const target = join(root, "static", "vendor");
const aside = `${target}.new`;
const modules = join(root, "node_modules");

/**
 * What each module under static/vendor/ hands out, and where its types are. Only named exports are kept, so
 * that the rest of the library is shaken off.
 * @type {Record<string, { exports: string, types: string }>}
 */
const LIBRARIES = {
  htmx: {
    exports: `export { default } from "htmx.org";`,
    types: `export { default } from "htmx.org";`,
  },
  // The extensions speak to the global that htmx leaves; a page imports them after it.
  "htmx-sse": {
    exports: `import "htmx.org/dist/ext/hx-sse.js";`,
    types: `export {};`,
  },
  idb: {
    exports: `export { deleteDB, openDB, unwrap, wrap } from "idb";`,
    types: `export * from "idb";`,
  },
  jose: {
    exports: `export {
      CompactEncrypt, CompactSign, calculateJwkThumbprint, compactVerify,
      decodeProtectedHeader, errors, exportJWK, importJWK,
    } from "jose";`,
    types: `export * from "jose";`,
  },
  freehand: {
    exports: `export { getStroke } from "perfect-freehand";`,
    types: `export { getStroke } from "perfect-freehand";`,
  },
  // hash-wasm's index carries every algorithm that it knows; this build has the one that we use.
  argon2: {
    exports: `export { argon2id } from "hash-wasm/dist/argon2.umd.min.js";`,
    types: `export { argon2id } from "hash-wasm";`,
  },
};

// Built aside and moved into place, so that a server that is running never sees half of it.
await rm(aside, { recursive: true, force: true });
await mkdir(aside, { recursive: true });
await Promise.all([...Object.entries(LIBRARIES).map(bundleLibrary), compileStyles(aside), gatherLicences()]);
await rm(target, { recursive: true, force: true });
await rename(aside, target);
if (process.argv.includes("--watch")) watchStyles();

/** @param {[name: string, library: { exports: string, types: string }]} entry */
async function bundleLibrary([name, { exports, types }]) {
  await writeFile(join(aside, `${name}.d.ts`), `${types}\n`);
  await build({
    stdin: { contents: exports, resolveDir: root, sourcefile: `${name}.js` },
    outfile: join(aside, `${name}.js`),
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "inline",
    logLevel: "warning",
  });
}

/** @param {string} folder */
async function compileStyles(folder) {
  const entries = existsSync(source) ? await readdir(source) : [];
  await Promise.all(entries.filter((name) => /^[^_].*\.scss$/.test(name)).map((entry) => compileStyle(entry, folder)));
}

/** @param {string} entry @param {string} folder */
async function compileStyle(entry, folder) {
  const { css } = await compileAsync(join(source, entry), {
    style: "compressed",
    charset: false,
    loadPaths: [modules],
    quietDeps: true,
  });
  await writeFile(join(folder, `${basename(entry, ".scss")}.css`), css);
}

async function gatherLicences() {
  const { dependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const notices = await Promise.all(Object.keys(dependencies).sort().map(licenceOf));
  await writeFile(join(aside, "licences.txt"), notices.join("\n\n"));
}

/** @param {string} name */
async function licenceOf(name) {
  const { version, license } = JSON.parse(await readFile(join(modules, name, "package.json"), "utf8"));
  const file = (await readdir(join(modules, name))).find((candidate) => /^licen[cs]e/i.test(candidate));
  const terms = file ? await readFile(join(modules, name, file), "utf8") : `Licence, as its package states it: ${license}`;
  return `${name} ${version}\n\n${terms.trim()}\n`;
}

function watchStyles() {
  watch(source, () => compileStyles(target).catch((error) => console.error(error.message)));
}
