import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { useResource } from "../ui/use-resource";
import { certificateData } from "./certificate-api";
import { embedHtml } from "./certificate-embed";
import { CopyButton } from "./copy-button";
import { ShareButton } from "./share-button";

/** Ways to share an issued certificate: at LinkedIn, by its link, and as a picture on another site. */
export function CertificateSharing({ slug }: { slug: string }) {
  const { data, error, reload } = useResource(() => certificateData(slug), slug, `certificate ${slug}`);
  if (!data) return error === undefined ? null : <ErrorNotice error={error} retry={() => void reload()} />;
  return (
    <>
      <p class="row">
        <ExternalLink to={data.linkedin_url}>{t("share.linkedin")}</ExternalLink>
        <ExternalLink to={data.verification_url}>{t("share.verify")}</ExternalLink>
        <CopyButton text={data.verification_url} label={t("share.copy_link")} done={t("copy.link_done")} />
        <ShareButton title={t("share.title", { title: data.issued_course_title })} url={data.verification_url} />
      </p>
      <Embedding certificate={data} />
    </>
  );
}

/** HTML to copy. */
function Embedding({ certificate }: { certificate: Schemas["CertificateData"] }) {
  const html = embedHtml(certificate);
  return (
    <details>
      <summary>{t("embed.title")}</summary>
      <div class="stack">
        <p class="hint">{t("embed.help")}</p>
        <textarea class="snippet" aria-label={t("embed.html")} rows={5} readOnly value={html} />
        <p class="row">
          <CopyButton text={html} label={t("embed.copy")} done={t("copy.html_done")} />
        </p>
      </div>
    </details>
  );
}

/** A link that opens in a new tab. */
function ExternalLink({ to, children }: { to: string; children: string }) {
  return (
    <a class="button" href={to} target="_blank" rel="noopener noreferrer">
      {children} <span class="visually-hidden">{t("new_tab")}</span>
    </a>
  );
}
