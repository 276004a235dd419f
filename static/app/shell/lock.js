/**
 * When to lock: after idleness, after being hidden for longer than a setting, and when the page goes away. Timers
 * sleep with the page, so the time hidden is compared on return too.
 */
const LOOK = 5000;
const SIGNS = ["pointerdown", "keydown", "input", "wheel", "touchmove"];

/**
 * @param {object} parts
 * @param {import("../vault/unlock.js").VaultCore} parts.vault
 * @param {Window} parts.window
 * @param {number} parts.idle  milliseconds
 * @param {number} parts.hidden  milliseconds
 * @param {() => number} [parts.now]
 */
export function watch({ vault, window, idle, hidden, now = Date.now }) {
    const { document } = window;
    let seen = now();
    let left = /** @type {number | null} */ (null);

    function look() {
        if (left !== null && now() - left >= hidden) void vault.lock("hidden");
        else if (now() - seen >= idle) void vault.lock("idle");
    }

    function turned() {
        if (!document.hidden) look();
        left = document.hidden ? now() : null;
        if (document.hidden) window.setTimeout(look, hidden);
    }

    for (const sign of SIGNS) window.addEventListener(sign, () => void (seen = now()), { capture: true, passive: true });
    document.addEventListener("visibilitychange", turned);
    window.addEventListener("pagehide", () => vault.leave());
    window.addEventListener("pageshow", look);
    vault.subscribe((state) => void (state === "unlocked" && (seen = now())));
    window.setInterval(look, LOOK);
}
