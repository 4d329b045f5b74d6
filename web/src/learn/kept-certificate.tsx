import type { Schemas } from "../api/client";

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
  return (
    <p class="kept-certificate">
      <a class="button" href={url} target="_blank" rel="noopener noreferrer">
        {state === "revoked" ? "See why it was revoked" : "View certificate"}
        <span class="visually-hidden">{of ? ` of ${of}` : ""} (opens in a new tab)</span>
      </a>
    </p>
  );
}
