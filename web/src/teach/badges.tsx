import type { Schemas } from "../api/client";
import { key, t } from "../texts/texts";
import { CERTIFICATE_LABELS } from "./labels";

/** The state of a certificate. */
export function CertificateBadge({ state }: { state: Schemas["CertificateState"] }) {
  const { label, badgeClass } = CERTIFICATE_LABELS[state];
  return <span class={`badge ${badgeClass}`}>{label}</span>;
}

/** Whether a course is visible to learners. */
export function PublishedBadge({ published }: { published: boolean }) {
  return (
    <span class={`badge ${published ? "badge-good" : "badge-plain"}`}>
      {t(published ? key("badges.published") : key("badges.draft"))}
    </span>
  );
}

/** A sign that a name's letters may not be what they seem. */
export function MixedScriptsBadge() {
  return (
    <span class="badge badge-plain" title={t("badges.mixed_title")}>
      {t("badges.mixed")}
    </span>
  );
}
