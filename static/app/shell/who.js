/** The choice of practitioner where a device is unlocked: one tap on one's initials, and on to the passphrase. */
import { all, one, part, say } from "./words.js";

/** @import { Enrolled } from "../types.d.ts" */

/**
 * One alone is not asked for. A tap leads to the passphrase; the arrow keys stay among the initials.
 * @param {HTMLElement} asked  holds `_layout/_who.html` @param {Enrolled[]} enrolled @param {{ first?: Enrolled, then: HTMLElement }} how
 */
export function offerWho(asked, enrolled, { first = enrolled[0], then }) {
    const choice = one(asked, "[data-who]");
    one(choice, "[data-who-all]").replaceChildren(...enrolled.map((someone) => card(someone, someone === first)));
    choice.hidden = enrolled.length < 2;
    choice.addEventListener("click", (event) => {
        if (event.detail && event.target instanceof HTMLInputElement) then.focus();
    });
}

/** The vault that was chosen. @param {HTMLElement} asked */
export function chosenWho(asked) {
    const chosen = all(asked, "[data-who] input").find((input) => /** @type {HTMLInputElement} */ (input).checked);
    return chosen instanceof HTMLInputElement ? chosen.value : "";
}

/** @param {Enrolled} someone @param {boolean} chosen */
function card({ vault, mark, kept }, chosen) {
    const made = part(document, "who", { mark: kept ? say(document, "who.earlier", { who: mark }) : mark });
    Object.assign(one(made, "input"), { value: vault, checked: chosen });
    return made;
}
