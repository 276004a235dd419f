/** What lies over the screen: the question for the passphrase, and the page that says nothing. */
import { codeOf } from "../problem.js";
import { createPrivacy } from "./privacy.js";
import { waitsOf } from "./waits.js";
import { chosenWho, offerWho } from "./who.js";
import { all, fill, has, one, part, say } from "./words.js";

/** @import { OutboxSummary } from "../types.d.ts" */
/** @typedef {ReturnType<typeof createCovers>} Covers */

/**
 * @param {object} parts
 * @param {import("../vault/unlock.js").VaultCore} parts.vault
 * @param {{ summary: () => Promise<OutboxSummary>, subscribe: (changed: () => void) => () => void }} parts.outbox
 * @param {(rhythm: number[]) => Promise<boolean>} parts.isGesture
 * @param {() => void} parts.uncovered
 */
export function createCovers({ vault, outbox, isGesture, uncovered }) {
    /** @type {Promise<boolean> | null} */
    let asking = null;
    /** Who handed the device on. @type {string | null} */
    let handed = null;
    const privacy = createPrivacy({ isGesture, mayLeave, uncovered });

    let last = vault.owner;
    vault.subscribe((_, reason) => {
        handed = reason === "switch" ? (last?.practitioner.id ?? null) : null;
        last = vault.owner;
    });

    /** @param {HTMLElement} cover @param {{ vault?: string, anyone?: boolean }} choice @returns {Promise<boolean>} */
    async function tryPassphrase(cover, choice) {
        fill(cover, { problem: "" });
        const { value } = secretIn(cover);
        if (!value) return (secretIn(cover).focus(), false);
        try {
            await vault.unlock(value, choice);
            return true;
        } catch (error) {
            complain(cover, error);
            return false;
        }
    }

    /** While the device is locked anybody of it may; an open screen is its owner's. @param {HTMLElement} cover */
    async function mayLeave(cover) {
        if (vault.state === "none") return true;
        return await tryPassphrase(cover, vault.owner ? { vault: vault.owner.vault } : { anyone: true });
    }

    /** @returns {Promise<boolean>} */
    async function ask() {
        const enrolled = (await vault.enrolled()).filter(({ revoked }) => !revoked);
        const dialog = /** @type {HTMLDialogElement} */ (part(document, "unlock"));
        const first = enrolled.find(({ practitioner, kept }) => !kept && practitioner.id !== handed) ?? enrolled[0];
        offerWho(dialog, enrolled, { first, then: secretIn(dialog) });
        const showWaits = async () => fill(dialog, { waits: waitsOf(enrolled, await outbox.summary()) });
        const stop = outbox.subscribe(() => void showWaits());
        void showWaits();
        document.body.append(dialog);
        dialog.showModal();
        (all(dialog, "[data-who]:not([hidden]) :checked")[0] ?? secretIn(dialog)).focus();
        const open = await answered(dialog);
        stop();
        dialog.close();
        dialog.remove();
        return open;
    }

    /** @param {HTMLDialogElement} dialog @returns {Promise<boolean>} */
    function answered(dialog) {
        return new Promise((resolve) => {
            const stop = vault.subscribe((state) => state === "unlocked" && done(true));
            const done = (/** @type {boolean} */ open) => (stop(), resolve(open));
            dialog.addEventListener("submit", async (event) => {
                event.preventDefault();
                busy(dialog, true);
                if (await tryPassphrase(dialog, { vault: chosenWho(dialog) })) done(true);
                busy(dialog, false);
            });
            one(dialog, "[data-who]").addEventListener("change", () => fill(dialog, { problem: "" }));
            dialog.addEventListener("click", (event) => isAct(event, "later") && done(false));
            dialog.addEventListener("cancel", (event) => (event.preventDefault(), done(false)));
        });
    }

    return {
        get hiding() {
            return privacy.hiding;
        },
        get asking() {
            return asking !== null;
        },

        /** True once the vault is open, false when the question was put away. */
        ask() {
            asking ??= ask().finally(() => void (asking = null));
            return asking;
        },

        hide: privacy.hide,
    };
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
    for (const button of all(cover, "button:not([data-act=privacy])")) /** @type {HTMLButtonElement} */ (button).disabled = is;
}

/** @param {Event} event @param {string} act */
const isAct = ({ target }, act) => target instanceof Element && target.closest(`[data-act="${act}"]`) !== null;
