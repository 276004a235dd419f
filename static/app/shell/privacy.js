/** The page that says nothing, over everything, dialogs too; nothing is locked by it. */
import { all, one, part } from "./words.js";

/** @typedef {ReturnType<typeof createPrivacy>} Privacy */

const SLOW = 450;
const PAUSE = 2000;

/**
 * @param {object} parts
 * @param {(rhythm: number[]) => Promise<boolean>} parts.isGesture
 * @param {(cover: HTMLElement) => Promise<boolean>} parts.mayLeave  by what is typed
 * @param {() => void} parts.uncovered
 */
export function createPrivacy({ isGesture, mayLeave, uncovered }) {
    /** @type {HTMLDialogElement | null} */
    let hidden = null;

    return {
        get hiding() {
            return hidden !== null;
        },

        /** With a title that says nothing. */
        hide() {
            if (hidden) return;
            const cover = (hidden = /** @type {HTMLDialogElement} */ (part(document, "privacy")));
            const { title } = document;
            const rest = all(document, "body > *").filter((element) => !element.hidden);
            for (const element of rest) element.hidden = element.inert = true;
            document.title = one(cover, "h1").textContent ?? "";
            document.body.append(cover);
            cover.showModal();
            /** @type {number[]} */
            const taps = [];
            const leave = () => {
                hidden = null;
                for (const element of rest) element.hidden = element.inert = false;
                document.title = title;
                cover.remove();
                uncovered();
            };
            holdOpen(cover, () => hidden === cover);
            cover.addEventListener("click", async ({ target }) => {
                const tapped = target instanceof Element && target.closest("[data-act=tap]");
                if (tapped && (await isGesture(rhythm(taps)))) leave();
            });
            cover.addEventListener("submit", async (event) => {
                event.preventDefault();
                if (await mayLeave(cover)) leave();
            });
        },
    };
}

/** Browsers close a dialog by Escape or by "back", some of them without asking. @param {HTMLDialogElement} cover @param {() => boolean} is */
function holdOpen(cover, is) {
    cover.addEventListener("cancel", (event) => event.preventDefault());
    cover.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
    cover.addEventListener("close", () => is() && cover.showModal());
}

/** 0 for a quick tap after the one before, 1 for a slow one; a long pause begins anew. @param {number[]} taps kept between calls, ms */
export function rhythm(taps, now = performance.now()) {
    if (now - (taps.at(-1) ?? now) > PAUSE) taps.length = 0;
    taps.push(now);
    return taps.slice(1).map((moment, place) => (moment - (taps[place] ?? 0) > SLOW ? 1 : 0));
}
