/** What lies over the screen: the question for the passphrase, and the page that says nothing. */
import { codeOf } from "../problem.js";
import { all, fill, has, one, part, say } from "./words.js";

/** @typedef {ReturnType<typeof createCovers>} Covers */

const SLOW = 450;
const PAUSE = 2000;

/**
 * @param {object} parts
 * @param {import("../vault/unlock.js").VaultCore} parts.vault
 * @param {(rhythm: number[]) => Promise<boolean>} parts.isGesture
 * @param {() => void} parts.uncovered
 */
export function createCovers({ vault, isGesture, uncovered }) {
    /** @type {Promise<boolean> | null} */
    let asking = null;
    /** @type {HTMLElement | null} */
    let hidden = null;

    /** @param {HTMLElement} cover @param {string} [id] of the vault @returns {Promise<boolean>} */
    async function tryPassphrase(cover, id = "") {
        fill(cover, { problem: "" });
        try {
            await vault.unlock(secretIn(cover).value, id ? { vault: id } : {});
            return true;
        } catch (error) {
            complain(cover, error);
            return false;
        }
    }

    /** @returns {Promise<boolean>} */
    async function ask() {
        const enrolled = (await vault.enrolled()).filter(({ revoked }) => !revoked);
        const dialog = /** @type {HTMLDialogElement} */ (part(document, "unlock"));
        const choice = /** @type {HTMLSelectElement} */ (one(dialog, "[data-key=vault]"));
        choice.replaceChildren(...enrolled.map(({ vault: id, practitioner }) => new Option(practitioner.name, id)));
        one(dialog, "[data-slot=who-group]").hidden = enrolled.length < 2;
        document.body.append(dialog);
        dialog.showModal();
        const open = await answered(dialog, choice);
        dialog.close();
        dialog.remove();
        return open;
    }

    /** @param {HTMLDialogElement} dialog @param {HTMLSelectElement} choice @returns {Promise<boolean>} */
    function answered(dialog, choice) {
        return new Promise((resolve) => {
            const stop = vault.subscribe((state) => state === "unlocked" && done(true));
            const done = (/** @type {boolean} */ open) => (stop(), resolve(open));
            dialog.addEventListener("submit", async (event) => {
                event.preventDefault();
                busy(dialog, true);
                if (await tryPassphrase(dialog, choice.value)) done(true);
                busy(dialog, false);
            });
            dialog.addEventListener("click", (event) => isAct(event, "later") && done(false));
            dialog.addEventListener("cancel", (event) => (event.preventDefault(), done(false)));
        });
    }

    const covers = {
        get hiding() {
            return hidden !== null;
        },
        get asking() {
            return asking !== null;
        },

        /** True once the vault is open, false when the question was put away. */
        ask() {
            asking ??= ask().finally(() => void (asking = null));
            return asking;
        },

        /** The privacy screen, over everything, with a title that says nothing. */
        hide() {
            if (hidden) return;
            const cover = (hidden = part(document, "privacy"));
            const { title } = document;
            const rest = all(document, "body > *").filter((element) => !element.hidden);
            for (const element of rest) element.hidden = element.inert = true;
            document.title = one(cover, "h1").textContent ?? "";
            document.body.append(cover);
            /** @type {number[]} */
            const taps = [];
            const leave = () => {
                for (const element of rest) element.hidden = element.inert = false;
                document.title = title;
                cover.remove();
                hidden = null;
                uncovered();
            };
            cover.addEventListener("click", async (event) => {
                if (isAct(event, "tap") && (await isGesture(rhythm(taps)))) leave();
            });
            cover.addEventListener("submit", async (event) => {
                event.preventDefault();
                if (vault.state === "none" || (await tryPassphrase(cover))) leave();
            });
        },
    };
    return covers;
}

/** @param {HTMLElement} cover @param {unknown} error */
function complain(cover, error) {
    const seconds = Number(/** @type {any} */ (error)?.detail?.seconds ?? 0);
    const code = codeOf(error) ?? "other";
    const key = seconds ? "unlock.pause" : `unlock.${code}`;
    fill(cover, { problem: say(document, has(document, key) ? key : "unlock.other", { seconds }) });
    const secret = secretIn(cover);
    secret.value = "";
    secret.focus();
}

/** @param {HTMLElement} cover */
const secretIn = (cover) => /** @type {HTMLInputElement} */ (one(cover, "[data-key=secret]"));

/** @param {HTMLElement} cover @param {boolean} is */
function busy(cover, is) {
    cover.ariaBusy = String(is);
    for (const button of all(cover, "button")) /** @type {HTMLButtonElement} */ (button).disabled = is;
}

/** @param {Event} event @param {string} act */
const isAct = ({ target }, act) => target instanceof Element && target.closest(`[data-act="${act}"]`) !== null;

/** 0 for a quick tap after the one before, 1 for a slow one; a long pause begins anew. @param {number[]} taps kept between calls, ms */
export function rhythm(taps, now = performance.now()) {
    if (now - (taps.at(-1) ?? now) > PAUSE) taps.length = 0;
    taps.push(now);
    return taps.slice(1).map((moment, place) => (moment - (taps[place] ?? 0) > SLOW ? 1 : 0));
}
