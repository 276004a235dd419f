/**
 * "A new version is ready": on the start alone, where nothing is open.
 * @import { Mount } from "../types.d.ts"
 */
import { fill, onActs, say } from "./words.js";

/** @type {Mount} */
export function mount(note, app) {
    const show = () => void (note.hidden = !app.update.offered);
    const stops = [app.update.subscribe(show), onActs(note, { accept: () => accept() })];
    show();
    return () => stops.forEach((stop) => stop());

    async function accept() {
        fill(note, { refused: (await app.update.accept()) ? "" : say(note, "open-elsewhere") });
    }
}
