// Which addresses of media the API accepts: see src/shared/domain/media.py.
import { t } from "../texts/texts";
import { formatList } from "../ui/format";

// A file beside the pages: no segment begins with a dot, and none is percent-encoded.
const OWN_FILE = /^\/media(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/;
const ADDRESS = /^(https?):\/\/([a-z0-9.-]+)(?::([0-9]{1,5}))?([/?#][a-z0-9._~:/?#[\]@!$&'()*+,;=%-]*)?$/i;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** The longest address that the API accepts. */
export const MAX_ADDRESS_LENGTH = 1000;

/**
 * Say why an address cannot be that of media; undefined if it can, or is empty.
 *
 * @param origins those that the deployment lists.
 */
export function addressError(address: string, origins: readonly string[]): string | undefined {
  const text = address.trim();
  if (text === "" || (text.length <= MAX_ADDRESS_LENGTH && OWN_FILE.test(text))) return undefined;
  const found = originOf(text);
  if (found === undefined || text.length > MAX_ADDRESS_LENGTH) return t("media_address.incomplete");
  if (origins.some((origin) => originOf(origin) === found)) return undefined;
  return origins.length === 0
    ? t("media_address.no_origins")
    : t("media_address.wrong_origin", { origins: formatList(origins) });
}

/** Scheme, host and port, as browsers compare them; undefined for what is no address of media. */
function originOf(address: string): string | undefined {
  const [, scheme = "", host = "", port] = ADDRESS.exec(address) ?? [];
  if (host === "") return undefined;
  const number = port === undefined ? (DEFAULT_PORTS[scheme.toLowerCase()] ?? "") : Number(port);
  return `${scheme}://${host}:${number}`.toLowerCase();
}
