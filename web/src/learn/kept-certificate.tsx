import type { Schemas } from "../api/client";
import { key, t } from "../texts/texts";

interface Props {
  state: Schemas["CertificateState"];
  /** Its public page; nothing is shown without one. */
  url: string | null | undefined;
  /** The course, for screen readers where several are on the page. */
  of?: string;
}

/** A link to the public page of a certificate that the course no longer gives. */
export function KeptCertificate({ state, url, of }: Props) {
  if (!url) return null;
  const isRevoked = state === "revoked";
  const name = of && t(isRevoked ? key("kept.see_why_of") : key("kept.view_of"), { title: of });
  return (
    <p class="kept-certificate">
      <a
        class="button"
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={name && `${name} ${t("new_tab")}`}
      >
        {t(isRevoked ? key("kept.see_why") : key("kept.view"))} <span class="visually-hidden">{t("new_tab")}</span>
      </a>
    </p>
  );
}
