import js from "@eslint/js";
import globals from "globals";

/** What one folder alone may name: everything else asks it. */
const ONLY = {
  crypto: "The vault alone speaks to WebCrypto: ask static/app/vault/ for it.",
  indexedDB: "The store alone speaks to IndexedDB: ask static/app/store/ for it.",
};

const noStorage = ["localStorage", "sessionStorage"].map((name) => ({
  name,
  message: "It would keep plain text on the phone. Drafts go through static/app/store/, encrypted.",
}));

const noEscape = [
  { selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]", message: "Clone a <template> of the page." },
  { selector: "CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe)$/]", message: "Clone a <template> of the page." },
];

export default [
  { ignores: ["static/vendor/", "static/vendor.new/", "node_modules/", ".venv/", "var/", "dist/", "**/*.d.ts"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-depth": ["error", 3],
      "no-alert": "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-unused-vars": ["error", { args: "after-used", argsIgnorePattern: "^_", caughtErrors: "none", ignoreRestSiblings: true }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["static/**/*.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.serviceworker } },
    rules: {
      "no-restricted-globals": ["error", ...noStorage, { name: "indexedDB", message: ONLY.indexedDB }],
      "no-restricted-properties": ["error", { object: "crypto", property: "subtle", message: ONLY.crypto }],
      "no-restricted-syntax": ["error", ...noEscape],
    },
  },
  { files: ["static/app/vault/**"], rules: { "no-restricted-properties": "off" } },
  { files: ["static/app/store/**"], rules: { "no-restricted-globals": ["error", ...noStorage] } },
  {
    files: ["tests/js/**", "tools/**", "*.mjs"],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: { "no-console": "off" },
  },
];
