// Amounts of money, in the payment provider's minor units.
import { locale, t } from "../texts/texts";

// https://docs.stripe.com/currencies#minor-units: all others have two decimals. Where that list and ISO 4217 differ, the
// amounts follow the list: krónur and Ugandan shillings come in hundredths, though there are no coins for them.
const WITHOUT_DECIMALS = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" ");
const WITH_THREE_DECIMALS = "bhd jod kwd omr tnd".split(" ");

/** How many decimals the payment provider's amounts in a currency have. */
export function decimals(currency: string): number {
  if (WITHOUT_DECIMALS.includes(currency)) return 0;
  return WITH_THREE_DECIMALS.includes(currency) ? 3 : 2;
}

/**
 * An amount in the reader's locale.
 *
 * @param minorUnits as the API returns it.
 * @param currency ISO 4217 in lowercase; null while unknown.
 * @param language that of the page, by default.
 */
export function formatMoney(minorUnits: number, currency: string | null, language: string = locale()): string {
  if (currency === null) return t("money.unknown_currency", { amount: minorUnits.toLocaleString(language) });
  const places = decimals(currency);
  const amount = minorUnits / 10 ** places;
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  // Anything but a currency code is shown as it is.
  if (!/^[a-z]{3}$/i.test(currency)) return `${amount.toLocaleString(language, digits)} ${currency}`;
  return new Intl.NumberFormat(language, { style: "currency", currency, ...digits }).format(amount);
}
