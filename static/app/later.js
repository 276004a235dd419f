/**
 * A part that is fetched at its first use, or when the page has nothing else to do.
 * @template Part
 * @param {() => Promise<Part>} load
 */
export function later(load) {
    /** @type {Promise<Part> | null} */
    let part = null;

    /** One that could not be fetched is asked for again. */
    function get() {
        part ??= load().catch((error) => {
            part = null;
            throw error;
        });
        return part;
    }
    return get;
}
