/** BroadcastChannel between the tabs of one test. */
export function createBroadcast() {
    /** @type {Set<EventTarget>} */
    const tabs = new Set();
    return () => {
        const tab = new EventTarget();
        tabs.add(tab);
        const postMessage = (/** @type {unknown} */ data) => {
            for (const other of tabs) if (other !== tab) queueMicrotask(() => other.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) })));
        };
        return /** @type {BroadcastChannel} */ (/** @type {unknown} */ (Object.assign(tab, { postMessage })));
    };
}
