/** Leaves out of a line the points that lie on it anyway. Pure. */

/** @import { Point } from "./strokes.js" */

/** How far a line may be from where the finger was, in units of the sheet. */
const TOLERANCE = 1.2;
/** Points that are thinned together: it takes the square of them at worst. */
const LENGTH = 256;

/** A line with as few points as still lie on it (Ramer, Douglas and Peucker), some length at a time. @param {Point[]} points @returns {Point[]} */
export function thinned(points) {
    const ends = Array.from({ length: Math.ceil((points.length - 1) / LENGTH) }, (_, n) => n * LENGTH);
    const spans = ends.map((first) => [first, Math.min(first + LENGTH, points.length - 1)]);
    const kept = new Set([...ends, points.length - 1]);
    for (let span = spans.pop(); span; span = spans.pop()) {
        const [first, last] = /** @type {[number, number]} */ (span);
        const at = farthest(points, first, last);
        if (at === null) continue;
        kept.add(at);
        spans.push([first, at], [at, last]);
    }
    return points.filter((_, place) => kept.has(place));
}

/** The point between two that is too far from the line that joins them. @param {Point[]} points @param {number} first @param {number} last */
function farthest(points, first, last) {
    let [at, most] = [/** @type {number | null} */ (null), TOLERANCE];
    for (let place = first + 1; place < last; place++) {
        const distance = fromLine(pointAt(points, place), pointAt(points, first), pointAt(points, last));
        if (distance > most) [at, most] = [place, distance];
    }
    return at;
}

/** @param {Point[]} points @param {number} place */
const pointAt = (points, place) => /** @type {Point} */ (points[place]);

/** @param {Point} point @param {Point} from @param {Point} to */
function fromLine([x, y], [ax, ay], [bx, by]) {
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
    return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
