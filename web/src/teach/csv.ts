// CSV files: https://www.rfc-editor.org/rfc/rfc4180, with a byte order mark, so that Excel reads them as UTF-8.

const BYTE_ORDER_MARK = "\uFEFF";
const LINE_END = "\r\n";

/**
 * Text that a spreadsheet may interpret as a formula, after characters that it may skip:
 * https://owasp.org/www-community/attacks/CSV_Injection. Full-width forms count in East Asian versions.
 */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n\0]/u;

/**
 * A table as the text of a CSV file.
 *
 * Text that starts like a formula is prefixed with an apostrophe, which marks it as text. All cells are quoted.
 *
 * @param rows the header first; all of the same length.
 */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => row.map(cell).join(",") + LINE_END).join("");
}

function cell(value: string | number): string {
  // Numbers are not user input; a negative one starts with a minus sign.
  const text = typeof value === "number" ? String(value) : escapeFormula(value);
  return `"${text.replaceAll('"', '""')}"`;
}

function escapeFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
