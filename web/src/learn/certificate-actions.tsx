import { useState } from "preact/hooks";

import { ProblemError, type Schemas } from "../api/client";
import { announce } from "../ui/announcer";
import { Failure, sentence } from "../ui/failure";
import { Check, Copy, Download } from "../ui/icons";
import { useLoaded } from "../ui/use-loaded";
import { certificateData, certificatePdf, fileName, save } from "./certificate-data";

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
  const [failed, setFailed] = useState<unknown>();
  const [downloaded, setDownloaded] = useState(false);
  const download = async () => {
    if (busy) return;
    setBusy(true);
    setFailed(undefined);
    try {
      save(await certificatePdf(course.slug), fileName(course.title));
      setDownloaded(true);
      announce("Your certificate was downloaded.");
      onChange?.();
    } catch (error) {
      setFailed(error);
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
      {failed !== undefined && <Failed error={failed} />}
    </div>
  );
}

function Failed({ error }: { error: unknown }) {
  const advice = error instanceof ProblemError && ADVICE[error.code];
  if (!advice) return <Failure error={error} />;
  return (
    <div class="notice notice-bad" role="alert">
      <p>
        {sentence(error)} {advice}
      </p>
    </div>
  );
}

/** Ways to show an issued certificate to others. */
function Sharing({ slug }: { slug: string }) {
  const { data, error, reload } = useLoaded(() => certificateData(slug), slug);
  if (!data) return error === undefined ? null : <Failure error={error} retry={() => void reload()} />;
  return (
    <p class="beside">
      <Elsewhere to={data.linkedin_url}>Add to LinkedIn</Elsewhere>
      <Elsewhere to={data.verification_url}>Check it</Elsewhere>
    </p>
  );
}

/** A page of somebody else's, beside this one. */
function Elsewhere({ to, children }: { to: string; children: string }) {
  return (
    <a class="button" href={to} target="_blank" rel="noopener noreferrer">
      {children}
      <span class="visually-hidden"> (opens in a new tab)</span>
    </a>
  );
}

/** A button that copies a text; `what` says which. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused">();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
      announce(`Copied ${what}.`);
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
          <span class="visually-hidden"> {what}</span>
        </span>
      </button>
      {outcome === "refused" && <span class="hint">Copying is not allowed here. Please select the text.</span>}
    </>
  );
}
