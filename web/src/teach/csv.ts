// Tables as CSV: https://www.rfc-editor.org/rfc/rfc4180, with a mark that says UTF-8, which Excel asks for.

const BYTE_ORDER_MARK = "\uFEFF";
const LINE_END = "\r\n";

/**
 * What a spreadsheet may take for the beginning of a formula, behind anything that it may skip:
 * https://owasp.org/www-community/attacks/CSV_Injection. The wide forms count where they are typed.
 */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n\0]/u;

/**
 * A table as the text of a CSV file.
 *
 * Text that begins like a formula gets an apostrophe before it, which spreadsheets take for "this is text". Every cell is
 * quoted, so that no separator inside can end it.
 *
 * @param rows the header first; each as long as the others.
 */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => row.map(cell).join(",") + LINE_END).join("");
}

function cell(value: string | number): string {
  // A number is no text that somebody chose: below zero, it begins with its own sign.
  const text = typeof value === "number" ? String(value) : escapeFormula(value);
  return `"${text.replaceAll('"', '""')}"`;
}

function escapeFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
