/** RFC 3339 with the offset of this place, in whole seconds. @param {Date} date @param {number} [offset] minutes east of UTC */
export function rfc3339(date, offset = -date.getTimezoneOffset()) {
    const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
    const minutes = Math.abs(offset);
    return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");
