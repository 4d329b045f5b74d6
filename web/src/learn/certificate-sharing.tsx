import { ErrorNotice } from "../ui/error-notice";
import { useResource } from "../ui/use-resource";
import { certificateData } from "./certificate-api";

/** Links for sharing an issued certificate. */
export function CertificateSharing({ slug }: { slug: string }) {
  const { data, error, reload } = useResource(() => certificateData(slug), slug);
  if (!data) return error === undefined ? null : <ErrorNotice error={error} retry={() => void reload()} />;
  return (
    <p class="row">
      <ExternalLink to={data.linkedin_url}>Add to LinkedIn</ExternalLink>
      <ExternalLink to={data.verification_url}>Verify certificate</ExternalLink>
    </p>
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
