/** How many go in one request: at most 50 and 4 MiB, fewer where the server asked for less. Pure. */

export const LIMITS = { count: 50, bytes: 4 * 1024 * 1024 };

/** Room for the JSON around the envelopes. */
const FRAME = 1024;

/**
 * @template {{ id: string, size: number }} Item
 * @param {Item[]} waiting in the order of sending, not empty @param {{ count: number, bytes: number }} limits @param {Set<string>} alone
 */
export function nextBatch(waiting, limits, alone) {
    const [first, ...rest] = /** @type {[Item, ...Item[]]} */ (waiting);
    const batch = [first];
    if (alone.has(first.id)) return batch;
    let bytes = FRAME + first.size;
    for (const item of rest) {
        bytes += item.size + 3;
        if (batch.length >= limits.count || bytes > limits.bytes) break;
        if (!alone.has(item.id)) batch.push(item);
    }
    return batch;
}
