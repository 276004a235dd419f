/**
 * The Lighthouse scores (mobile) of every public page of the field app, of an invented partnership of its own; fails
 * where one is below 100. Each page is looked at up to three times: a busy machine takes from a score, and adds to none.
 *
 *   node tools/lighthouse/run.mjs <browser> [<path>...]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const TRIES = 3;
const NOTHING = { audits: {}, categories: Object.fromEntries(CATEGORIES.map((name) => [name, { score: 0, auditRefs: [] }])) };

const [chromePath, ...given] = process.argv.slice(2);
const service = await start();
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox"] });
let below = 0;
try {
  console.log(CATEGORIES.map((name) => name.padStart(16)).join(""));
  for (const path of given.length ? given : await publicPages()) if (!(await isPerfect(path))) below += 1;
} finally {
  await chrome.kill();
  await service.stop();
}
process.exit(below ? 1 : 0);

/** @param {string} path */
async function isPerfect(path) {
  let best = NOTHING;
  for (let turn = 0; turn < TRIES && sum(best) < 100 * CATEGORIES.length; turn += 1) {
    const report = await look(path);
    if (sum(report) > sum(best)) best = report;
  }
  console.log(CATEGORIES.map((name) => String(percent(best, name)).padStart(16)).join(""), "", path);
  const perfect = CATEGORIES.every((name) => percent(best, name) === 100);
  if (!perfect) for (const said of lost(best)) console.log("   ", said);
  return perfect;
}

/** A trace that did not come about is a look that saw nothing. @param {string} path */
async function look(path) {
  const found = await lighthouse(service.origin + path, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" });
  if (found && !found.lhr.runtimeError) return found.lhr;
  console.error(`    ${path}: ${found?.lhr.runtimeError?.message}`);
  return NOTHING;
}

function percent(report, name) {
  return Math.round((report.categories[name].score ?? 0) * 100);
}

function sum(report) {
  return CATEGORIES.reduce((total, name) => total + percent(report, name), 0);
}

/** What cost something, and where. */
function lost({ audits, categories }) {
  const weighed = CATEGORIES.flatMap((name) => categories[name].auditRefs).filter(({ weight }) => weight > 0);
  const failed = weighed.map(({ id }) => audits[id]).filter(({ score }) => score !== null && score < 0.99);
  return failed.map(({ id, displayValue, details }) => [id, displayValue, ...places(details)].filter(Boolean).join(" · "));
}

function places(details) {
  return (details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? item.description ?? item.url);
}

/** Of the interface in English, with every form in every language. */
async function publicPages() {
  const [, build] = /data-build="(\w+)"/.exec(await (await fetch(`${service.origin}/`)).text());
  const { urls } = await (await fetch(`${service.origin}/precache/${build}.json`)).json();
  return urls.filter((url) => /^\/(?!static\/|\w\w(\/|$)|\w*\.?manifest)/.test(url));
}

async function start() {
  const folder = await mkdtemp(join(tmpdir(), "firsthand-"));
  const port = await freePort();
  const environment = { ...process.env, FIRSTHAND_DATA: join(folder, "var"), PORT: String(port) };
  const running = spawn(".venv/bin/firsthand", ["run"], { env: environment, stdio: "ignore" });
  const origin = `http://127.0.0.1:${port}`;
  const stop = async () => (running.kill(), await once(running, "exit"), await rm(folder, { recursive: true, force: true }));
  for (let turn = 0; turn < 600 && !(await answers(origin)); turn += 1) await pause(200);
  return { origin, stop };
}

function answers(origin) {
  return fetch(`${origin}/api/v1/keys`).then((answer) => answer.ok, () => false);
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  return port;
}
