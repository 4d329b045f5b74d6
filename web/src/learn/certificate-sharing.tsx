import type { Schemas } from "../api/client";
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
        <ExternalLink to={data.linkedin_url}>Add to LinkedIn</ExternalLink>
        <ExternalLink to={data.verification_url}>Verify certificate</ExternalLink>
        <CopyButton text={data.verification_url} label="Copy link" description="the link to the verification page" />
        <ShareButton title={`Certificate: ${data.issued_course_title}`} url={data.verification_url} />
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
      <summary>Show it on a web site</summary>
      <div class="stack">
        <p class="hint">
          Paste this where your site accepts HTML. The picture is drawn some seconds after the certificate was issued,
          and always shows whether it is in force.
        </p>
        <textarea class="snippet" aria-label="HTML with the picture" rows={5} readOnly value={html} />
        <p class="row">
          <CopyButton text={html} label="Copy HTML" description="the HTML" />
        </p>
      </div>
    </details>
  );
}

/** A link that opens in a new tab. */
function ExternalLink({ to, children }: { to: string; children: string }) {
  return (
    <a class="button" href={to} target="_blank" rel="noopener noreferrer">
      {children}
      <span class="visually-hidden"> (opens in a new tab)</span>
    </a>
  );
}
