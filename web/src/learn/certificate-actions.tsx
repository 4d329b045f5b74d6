import { useState } from "preact/hooks";

import { ProblemError, type Schemas } from "../api/client";
import { announce } from "../ui/announcer";
import { ErrorNotice, errorMessage } from "../ui/error-notice";
import { Check, Copy, Download } from "../ui/icons";
import { saveFile } from "../ui/save-file";
import { useResource } from "../ui/use-resource";
import { certificateData, certificatePdf, fileName } from "./certificate-api";

// What the learner can do, where the API's message does not say.
const ADVICE: Readonly<Record<string, string>> = {
  learner_name_missing: "Please ask your course provider to add your name.",
  name_not_printable: "Please ask your course provider to enter your name in different characters.",
};

const COPY_BLOCKED = "Your browser blocked copying. Please select the text and copy it.";

interface Props {
  course: Pick<Schemas["CourseProgress"], "slug" | "title" | "certificate">;
  /** Called when the certificate's state may have changed, such as to issued or revoked. */
  onChange: (() => void) | undefined;
}

/** Download a certificate and, once it is issued, share it. */
export function CertificateActions({ course, onChange }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [downloaded, setDownloaded] = useState(false);
  const download = async () => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      saveFile(await certificatePdf(course.slug), fileName(course.title));
      setDownloaded(true);
      announce("Certificate downloaded.");
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
      <p class="row">
        <button class="button button-main" aria-disabled={busy} onClick={() => void download()}>
          <Download /> {busy ? "Downloading…" : "Download certificate"}
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

/** Links for sharing an issued certificate. */
function Sharing({ slug }: { slug: string }) {
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

/** A button that copies a text; `description` completes “Copied …”. */
export function CopyButton({ text, description }: { text: string; description: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused">();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
      announce(`Copied ${description}.`);
    } catch {
      // Browsers may block it, and pages without HTTPS have no clipboard.
      setOutcome("refused");
      announce(COPY_BLOCKED);
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
      {outcome === "refused" && <span class="hint">{COPY_BLOCKED}</span>}
    </>
  );
}
