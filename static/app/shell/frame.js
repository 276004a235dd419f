/**
 * The line on top of every screen: lock.
 * @import { Mount } from "../types.d.ts"
 */
import { one, onActs } from "./words.js";

/** @type {Mount} */
export function mount(header, app) {
    const show = () => void (one(header, "[data-act=lock]").hidden = app.vault.state !== "unlocked");
    const stops = [app.vault.subscribe(show), onActs(header, { lock: () => app.vault.lock("asked") })];
    show();
    return () => stops.forEach((stop) => stop());
}
