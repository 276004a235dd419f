/** Hears that a meeting changed; what changed is fetched by whoever hears it. */

/** Milliseconds until it is tried again where the browser gave up. */
const AGAIN = 10_000;

/**
 * @param {string} address
 * @param {{ changed: () => void, lost: () => void, ended: () => void }} heard  ended: the session is over
 */
export function createStream(address, { changed, lost, ended }) {
    /** @type {EventSource | null} */
    let source = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;

    function close() {
        clearTimeout(timer);
        source?.close();
        source = null;
    }

    /** A browser tries again by itself after a cut, and not after an answer that is no stream. */
    function cut() {
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN);
        lost();
    }

    /** Anew where there was one: after a sleep nobody knows whether it still hears. */
    function open() {
        close();
        source = new EventSource(address);
        source.addEventListener("open", changed);
        source.addEventListener("meeting", changed);
        source.addEventListener("error", cut);
        source.addEventListener("ended", () => (close(), ended()));
    }
    return { open, close };
}
