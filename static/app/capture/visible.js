/** The words of a part of the page as they are shown: of lines that mark gender, the one that is chosen. */

/**
 * In the practitioner's language where both are there.
 * @param {Element | null | undefined} part
 */
export function ownText(part) {
    if (!part) return "";
    const lines = [...part.querySelectorAll(".app-first, .app-second")];
    const own = lines.find((line) => !line.hasAttribute("lang")) ?? lines.find((line) => line.getAttribute("lang") === "en") ?? lines[0];
    return shownText(own ?? part);
}

/** @param {Element} part */
export function shownText(part) {
    const address = part.closest("[data-address]")?.getAttribute("data-address") || "n";
    const copy = /** @type {Element} */ (part.cloneNode(true));
    for (const line of copy.querySelectorAll("[data-to]")) if (line.getAttribute("data-to") !== address) line.remove();
    return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
