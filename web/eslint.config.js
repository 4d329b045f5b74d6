import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "**/*.gen.ts"] },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.eslint.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Event handlers may be async; they handle their own errors.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    // What users read is in the catalogues of `po`.
    files: ["src/**/*.tsx"],
    ignores: ["src/main.tsx"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXText[value=/^(?!\\s*Laurel\\s*$).*\\p{Ll}{2}/su]",
          message: 'A text belongs into the catalogues: t("…").',
        },
        {
          selector:
            "JSXAttribute[name.name=/^(aria-label|aria-roledescription|title|alt|placeholder|label)$/] > Literal[value=/\\p{Ll}{2}/u]",
          message: 'A text belongs into the catalogues: t("…").',
        },
      ],
    },
  },
  {
    // Runs in a worker, which has other globals.
    files: ["src/worker/service-worker.ts"],
    languageOptions: { parserOptions: { project: "./src/worker/tsconfig.json" } },
  },
);
