import type { Schemas } from "../api/client";
import { CERTIFICATE_LABELS } from "./labels";

/** How it stands with a certificate, in words. */
export function CertificateBadge({ state }: { state: Schemas["CertificateState"] }) {
  const { label, badgeClass } = CERTIFICATE_LABELS[state];
  return <span class={`badge ${badgeClass}`}>{label}</span>;
}

/** Whether learners see a course, in words. */
export function PublishedBadge({ published }: { published: boolean }) {
  return <span class={`badge ${published ? "badge-good" : "badge-plain"}`}>{published ? "Published" : "Draft"}</span>;
}
