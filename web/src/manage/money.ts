// Amounts of money, which come in the minor units that the payment provider counts in.

// https://docs.stripe.com/currencies#minor-units: all others have two decimals. Where that list and ISO 4217 differ, the
// amounts follow the list: krónur and Ugandan shillings come in hundredths, though there are no coins for them.
const WITHOUT_DECIMALS = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" ");
const WITH_THREE_DECIMALS = "bhd jod kwd omr tnd".split(" ");

/** How many decimals a currency has, in amounts of the payment provider. */
export function decimals(currency: string): number {
  if (WITHOUT_DECIMALS.includes(currency)) return 0;
  return WITH_THREE_DECIMALS.includes(currency) ? 3 : 2;
}

/**
 * An amount, in the reader's own way of writing it.
 *
 * @param minorUnits as the API has it.
 * @param currency ISO 4217, in small letters; null while nobody told it.
 * @param locale the reader's, by default.
 */
export function formatMoney(minorUnits: number, currency: string | null, locale?: string): string {
  if (currency === null) return `${minorUnits.toLocaleString(locale)} in an unknown currency`;
  const places = decimals(currency);
  const amount = minorUnits / 10 ** places;
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  // What is no code of a currency is shown as it came.
  if (!/^[a-z]{3}$/i.test(currency)) return `${amount.toLocaleString(locale, digits)} ${currency}`;
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...digits }).format(amount);
}
