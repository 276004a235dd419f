/** Hears that a meeting changed; what changed is fetched by whoever hears it. */

/**
 * @param {string} address
 * @param {{ changed: () => void, lost: () => void, ended: () => void }} heard  ended: the session is over
 */
export function createStream(address, { changed, lost, ended }) {
    /** @type {EventSource | null} */
    let source = null;

    function close() {
        source?.close();
        source = null;
    }

    /** Anew where there was one: after a sleep nobody knows whether it still hears. */
    function open() {
        close();
        source = new EventSource(address);
        source.addEventListener("open", changed);
        source.addEventListener("meeting", changed);
        source.addEventListener("error", lost);
        source.addEventListener("ended", () => (close(), ended()));
    }
    return { open, close };
}
