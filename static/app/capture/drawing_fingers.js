/** Fingers, pens and mice on a sheet: each draws a line of its own, in the sheet's own units. */

/** @import { Point, Size } from "./strokes.js" */

/**
 * @typedef {object} Heard
 * @property {(finger: number, point: Point) => void} began
 * @property {(finger: number, points: Point[]) => void} moved
 * @property {(finger: number) => void} ended
 */

/** @param {SVGSVGElement} sheet @param {Size} size @param {Heard} heard @returns {() => void} */
export function followFingers(sheet, size, { began, moved, ended }) {
    /** Where each was last. @type {Map<number, Point>} */
    const down = new Map();

    /** @param {PointerEvent} event @returns {Point} */
    function pointOf({ clientX, clientY }) {
        const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(sheet.getScreenCTM()?.inverse());
        return [within(x, size.width), within(y, size.height)];
    }

    /** @param {PointerEvent} event */
    function press(event) {
        if (event.button !== 0) return;
        event.preventDefault();
        sheet.setPointerCapture(event.pointerId);
        const point = pointOf(event);
        down.set(event.pointerId, point);
        began(event.pointerId, point);
    }

    /** @param {PointerEvent} event */
    function move(event) {
        let last = down.get(event.pointerId);
        if (!last) return;
        const points = [];
        for (const each of event.getCoalescedEvents?.() ?? [event]) {
            const point = pointOf(each);
            if (isNear(point, last)) continue;
            points.push(point);
            last = point;
        }
        down.set(event.pointerId, last);
        if (points.length) moved(event.pointerId, points);
    }

    /** @param {PointerEvent} event */
    function lift({ pointerId }) {
        if (down.delete(pointerId)) ended(pointerId);
    }

    const stops = Object.entries({ pointerdown: press, pointermove: move, pointerup: lift, pointercancel: lift }).map(([name, listen]) => {
        const listener = /** @type {(event: Event) => void} */ (listen);
        sheet.addEventListener(name, listener);
        return () => sheet.removeEventListener(name, listener);
    });
    return () => stops.forEach((stop) => stop());
}

/** @param {number} at @param {number} most */
const within = (at, most) => Math.min(most, Math.max(0, Math.round(at)));

/** Nearer than a line can show. @param {Point} one @param {Point} other */
const isNear = ([ax, ay], [bx, by]) => Math.abs(ax - bx) + Math.abs(ay - by) < 3;
