/** The service went back to an earlier build, and what is on this device was written in a way that it can't read. */
import { all, one, part } from "./words.js";

/** Instead of any screen: a start that says "first time on this device" would be a lie. */
export function sayNewer() {
    one(document, "#main").replaceChildren(part(document, "newer"));
    for (const way of all(document, ".app-status, .app-footer")) way.style.visibility = "hidden";
}
