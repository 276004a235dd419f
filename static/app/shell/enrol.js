/**
 * Makes this device its practitioner's: a vault, a key to sign with, a promise to keep what is stored.
 * @import { App } from "../types.d.ts"
 */
import { onForm, typed } from "./asked.js";
import { all, fill, one, onActs, say } from "./words.js";

const SHORTEST = 4;
const SLOW_MS = 450;

/** @param {HTMLElement} page @param {App} app @param {import("./sign_in.js").Go} go */
export function mountEnrol(page, app, go) {
    /** @type {number[]} */
    const taps = [];
    let anew = false;
    const stops = [
        onActs(page, { tap: () => tapped(page, taps), to: (button) => (anew ||= "anew" in button.dataset) }),
        onGestureChoice(page),
        onForm(page, "enrol", (form) => enrol(page, app, form, { taps, anew, go })),
    ];
    return () => stops.forEach((stop) => stop());
}

/**
 * @param {HTMLElement} page @param {App} app @param {HTMLFormElement} form
 * @param {{taps: number[], anew: boolean, go: import("./sign_in.js").Go}} chosen
 */
async function enrol(page, app, form, { taps, anew, go }) {
    const { device, gesture } = typed(form, "device");
    if (gesture === "tap" && taps.length < SHORTEST) throw Object.assign(new Error("gesture"), { code: "short-gesture" });
    const step = (/** @type {string} */ name) => showProgress(page, name);
    const unreadable = anew ? (await app.session.startAnew(device.trim(), step)).unreadable : await begun(app, device.trim(), step);
    showProgress(page, "");
    if (gesture === "tap") await app.device.setGesture(rhythm(taps));
    await go.ready(unreadable);
}

/** @param {App} app @param {string} name @param {(name: string) => void} step */
async function begun(app, name, step) {
    await app.session.enrol(name, step);
    return 0;
}

/** The steps before the named one are done; with "" all are. @param {HTMLElement} page @param {string} name */
function showProgress(page, name) {
    const items = all(page, "[data-progress-of]");
    const now = name ? items.findIndex((item) => item.dataset.progressOf === name) : items.length;
    items.forEach((item, place) => fill(item, { state: place < now ? say(page, "state-done") : place === now ? say(page, "state-now") : "" }));
}

/** @param {HTMLElement} page */
function onGestureChoice(page) {
    const heard = (/** @type {Event} */ event) => {
        const input = event.target;
        if (input instanceof HTMLInputElement && input.name === "gesture") one(page, "[data-gesture]").hidden = input.value !== "tap";
    };
    page.addEventListener("change", heard);
    return () => page.removeEventListener("change", heard);
}

const RESTART_MS = 2000;

/** @param {HTMLElement} page @param {number[]} taps */
function tapped(page, taps) {
    const now = performance.now();
    if (taps.length && now - (taps.at(-1) ?? 0) > RESTART_MS) taps.length = 0;
    taps.push(now);
    if (taps.length >= SHORTEST) fill(page, { gesture: say(page, "gesture-kept", { n: taps.length }) });
}

/** 0 for a quick tap after the one before, 1 for a slow one. @param {number[]} taps moments, ms */
export const rhythm = (taps) => taps.slice(1).map((moment, place) => (moment - (taps[place] ?? 0) > SLOW_MS ? 1 : 0));
