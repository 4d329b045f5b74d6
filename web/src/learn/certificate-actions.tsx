import { useState } from "preact/hooks";

import { ProblemError, type Schemas } from "../api/client";
import { announce } from "../ui/announcer";
import { ErrorNotice, errorMessage } from "../ui/error-notice";
import { Check, Copy, Download } from "../ui/icons";
import { useResource } from "../ui/use-resource";
import { certificateData, certificatePdf, fileName, saveBlob } from "./certificate-api";

// What its learner can do where the API's own words leave that open.
const ADVICE: Readonly<Record<string, string>> = {
  learner_name_missing: "Ask whoever you got the course from to enter your name.",
  name_not_printable: "Ask whoever you got the course from to write your name in other letters.",
};

interface Props {
  course: Pick<Schemas["CourseProgress"], "slug" | "title" | "certificate">;
  /** Called when the answer may have changed the certificate's state: issued, say, or found revoked. */
  onChange: (() => void) | undefined;
}

/** What its owner can do with a certificate: download it and, once it is issued, show it. */
export function CertificateActions({ course, onChange }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [downloaded, setDownloaded] = useState(false);
  const download = async () => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      saveBlob(await certificatePdf(course.slug), fileName(course.title));
      setDownloaded(true);
      announce("Your certificate was downloaded.");
      onChange?.();
    } catch (error) {
      setError(error);
      if (error instanceof ProblemError) onChange?.();
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="stack">
      <p class="beside">
        <button class="button button-main" aria-disabled={busy} onClick={() => void download()}>
          <Download /> {busy ? "Fetching it…" : "Download certificate"}
        </button>
      </p>
      {(downloaded || course.certificate.state === "issued") && <Sharing slug={course.slug} />}
      {error !== undefined && <DownloadError error={error} />}
    </div>
  );
}

function DownloadError({ error }: { error: unknown }) {
  const advice = error instanceof ProblemError && ADVICE[error.code];
  if (!advice) return <ErrorNotice error={error} />;
  return (
    <div class="notice notice-bad" role="alert">
      <p>
        {errorMessage(error)} {advice}
      </p>
    </div>
  );
}

/** Ways to show an issued certificate to others. */
function Sharing({ slug }: { slug: string }) {
  const { data, error, reload } = useResource(() => certificateData(slug), slug);
  if (!data) return error === undefined ? null : <ErrorNotice error={error} retry={() => void reload()} />;
  return (
    <p class="beside">
      <ExternalLink to={data.linkedin_url}>Add to LinkedIn</ExternalLink>
      <ExternalLink to={data.verification_url}>Check it</ExternalLink>
    </p>
  );
}

/** A page of somebody else's, beside this one. */
function ExternalLink({ to, children }: { to: string; children: string }) {
  return (
    <a class="button" href={to} target="_blank" rel="noopener noreferrer">
      {children}
      <span class="visually-hidden"> (opens in a new tab)</span>
    </a>
  );
}

/** A button that copies a text; `what` says which. */
export function CopyButton({ text, description }: { text: string; description: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused">();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
      announce(`Copied ${description}.`);
    } catch {
      // Browsers may forbid it, and a page without HTTPS has no clipboard at all.
      setOutcome("refused");
      announce("Copying is not allowed here. Please select the text.");
    }
  };
  return (
    <>
      <button class="button button-quiet" onClick={() => void copy()}>
        {outcome === "copied" ? <Check /> : <Copy />}
        <span>
          {outcome === "copied" ? "Copied" : "Copy"}
          <span class="visually-hidden"> {description}</span>
        </span>
      </button>
      {outcome === "refused" && <span class="hint">Copying is not allowed here. Please select the text.</span>}
    </>
  );
}
