/**
 * Strokes as they are seen: each a path of its own on a sheet of SVG. A line is as wide everywhere as its pen, as the
 * service draws it too.
 */
import { getStroke } from "../../vendor/freehand.js";

/** @import { Point, Size, Stroke } from "./strokes.js" */

const SVG = "http://www.w3.org/2000/svg";
/** Units of the sheet between two points of an outline. */
const APART = 8;
const PEN = { thinning: 0, smoothing: 0.5, streamline: 0.3, simulatePressure: false };

/** @param {SVGSVGElement} sheet @param {Size} size */
export function layOut(sheet, { width, height }) {
    sheet.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const paper = document.createElementNS(SVG, "rect");
    paper.setAttribute("class", "app-paper");
    paper.setAttribute("width", String(width));
    paper.setAttribute("height", String(height));
    sheet.replaceChildren(paper);
}

/** All of them, in the place of whatever was there. @param {SVGSVGElement} sheet @param {Stroke[]} strokes */
export function show(sheet, strokes) {
    for (const path of sheet.querySelectorAll("path")) path.remove();
    sheet.append(...strokes.map((stroke) => inked(stroke)));
}

/** @param {Stroke} stroke */
export function inked(stroke) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", "app-ink");
    path.dataset.colour = stroke.colour;
    ink(path, stroke, true);
    return path;
}

/** The same path, as far as the finger is now. @param {SVGPathElement} path @param {Stroke} stroke @param {boolean} last whether it has ended */
export const ink = (path, { points, width }, last) => path.setAttribute("d", outline(getStroke(dense(points), { ...PEN, size: width, last })));

/** As close together as a finger leaves them, or the outline is thin where it turns. @param {Point[]} points @returns {Point[]} */
function dense(points) {
    return points.flatMap((point, place) => {
        const [from, to] = [points[place - 1] ?? point, point];
        const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / APART));
        return Array.from({ length: steps }, (_, n) => /** @type {Point} */ ([0, 1].map((axis) => along(from, to, axis, (n + 1) / steps))));
    });
}

/** @param {Point} from @param {Point} to @param {number} axis @param {number} share */
const along = (from, to, axis, share) => (from[axis] ?? 0) + ((to[axis] ?? 0) - (from[axis] ?? 0)) * share;

/** Through the middles between its corners, so that there are none. @param {number[][]} corners */
function outline(corners) {
    if (corners.length === 0) return "";
    const curves = corners.map((corner, place) => {
        const next = corners[(place + 1) % corners.length] ?? corner;
        return `${tenths(corner[0])} ${tenths(corner[1])} ${tenths(middle(corner[0], next[0]))} ${tenths(middle(corner[1], next[1]))}`;
    });
    const [first] = /** @type {[number[]]} */ (corners);
    return `M${tenths(first[0])} ${tenths(first[1])}Q${curves.join(" ")}Z`;
}

/** @param {number} [a] @param {number} [b] */
const middle = (a = 0, b = 0) => (a + b) / 2;

/** @param {number} [number] */
const tenths = (number = 0) => Math.round(number * 10) / 10;
