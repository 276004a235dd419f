/** Reads `{rules: {locale: Rules}, asked: [[locale, text]]}` and prints the shape of each. Called by tests/forms/test_questions.py. */
import { readFileSync } from "node:fs";
import { shapeOf } from "../../static/app/capture/shaping.js";

const { rules, asked } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
console.log(JSON.stringify(asked.map((/** @type {[string, string]} */ [locale, text]) => shapeOf(text, rules[locale]) ?? "none")));
