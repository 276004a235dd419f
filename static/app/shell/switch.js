/**
 * Handing a device of several on: locks first, which saves the answer in hand, empties the screen and asks who is next.
 * @import { Mount } from "../types.d.ts"
 */
import { onActs } from "./words.js";
import { hasSeveral } from "./waits.js";

/** @type {Mount} */
export function mount(element, app) {
    const show = async () => void (element.hidden = !hasSeveral(await app.vault.enrolled()));
    void show();
    return onActs(element, { switch: () => app.vault.lock("switch") });
}
