import type { Schemas } from "../api/client";
import { CERTIFICATE_SIGNS } from "./words";

/** How it stands with a certificate, in words. */
export function CertificateBadge({ state }: { state: Schemas["CertificateState"] }) {
  const { words, look } = CERTIFICATE_SIGNS[state];
  return <span class={`badge ${look}`}>{words}</span>;
}

/** Whether learners see a course, in words. */
export function PublishedBadge({ published }: { published: boolean }) {
  return <span class={`badge ${published ? "badge-good" : "badge-plain"}`}>{published ? "Published" : "Draft"}</span>;
}
