import assert from "node:assert/strict";
import { test } from "node:test";
import { get, put } from "../../../static/app/capture/group.js";
import { format, localTime, parse, partialDate } from "../../../static/app/capture/kinds.js";

test("a blank control says nothing", () => {
    for (const kind of [undefined, "number", "lines", "places", "time"]) assert.equal(parse(kind, ""), undefined);
});

test("lines are trimmed and empty ones left out", () => {
    assert.deepEqual(parse("lines", " 1 Test Street \n\n Nowhere"), ["1 Test Street", "Nowhere"]);
});

test("an address knows its postcode by its look", () => {
    assert.deepEqual(parse("places", "1 Test Street\nzz99 1aa"), [{ lines: ["1 Test Street"], postcode: "zz99 1aa" }]);
    assert.deepEqual(parse("places", "the blue van"), [{ lines: ["the blue van"] }]);
});

test("what is shown is what was typed", () => {
    for (const [kind, typed] of [["lines", "a\nb"], ["places", "1 Test Street\nZZ99 1AA"], ["number", "7"], [undefined, "words"]]) {
        assert.equal(format(kind, parse(kind, String(typed))), typed);
    }
});

test("a time keeps its minute and gains the offset of this phone", () => {
    const typed = localTime(new Date("2026-02-03T22:05:00Z"));
    const said = String(parse("time", typed));
    assert.match(said, /^2026-02-0\dT\d\d:05:00[+-]\d\d:\d\d$/);
    assert.equal(Date.parse(said), Date.parse("2026-02-03T22:05:00Z"));
    assert.equal(format("time", said), typed);
});

test("as much of a date as is known", () => {
    assert.equal(partialDate("2016", "5", "9"), "2016-05-09");
    assert.equal(partialDate("2016", "05", ""), "2016-05");
    assert.equal(partialDate("2016", "", "9"), "2016");
    assert.equal(partialDate("2016", "13", "9"), "2016");
    assert.equal(partialDate("16", "5", "9"), undefined);
});

test("members are set and taken away by their path", () => {
    const person = { id: "p" };
    put(person, "safe_contact.number", "07700 900123");
    put(person, "safe_contact.when", "mornings");
    assert.equal(get(person, "safe_contact.number"), "07700 900123");
    put(person, "safe_contact.number", undefined);
    put(person, "safe_contact.when", undefined);
    assert.deepEqual(person, { id: "p" });
});
