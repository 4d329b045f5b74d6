import { useEffect, useState } from "preact/hooks";

import { ProblemError } from "../api/client";
import { announce } from "../ui/announcer";
import { ErrorNotice } from "../ui/error-notice";
import type { CertificateDraft } from "./certificate-draft";
import type { Sample } from "./certificate-api";
import { CHANGE_DELAY_MS } from "./certificate-preview";

/**
 * A sample certificate over a template that is not saved, as the API renders it, with its warnings.
 *
 * Once it is shown, it is rendered again after each change.
 *
 * @param props.load uploads the file if it is not uploaded yet, and renders the sample.
 */
export function UploadSample(props: { draft: CertificateDraft; busy: boolean; load: () => Promise<Sample> }) {
  const key = sampleKey(props.draft);
  const [shown, setShown] = useState<{ key: string; sample: Sample } | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const [loading, setLoading] = useState(false);
  useEffect(() => () => revoke(shown?.sample), [shown]);
  const load = async () => {
    setLoading(true);
    setError(undefined);
    try {
      const sample = await props.load();
      setShown({ key, sample });
      announce("The sample is ready.");
    } catch (failure) {
      setShown(null);
      setError(failure);
    } finally {
      setLoading(false);
    }
  };
  useEffect(() => {
    if (!shown || shown.key === key || loading || props.busy) return;
    const timer = setTimeout(() => void load(), CHANGE_DELAY_MS);
    return () => clearTimeout(timer);
  }, [key, shown, loading, props.busy]);
  const isRefused = error instanceof ProblemError && error.code === "template_invalid";
  return (
    <div class="stack">
      <div class="row">
        <button class="button" type="button" disabled={props.busy || loading} onClick={() => void load()}>
          {loading ? "Making a sample…" : "Show a sample certificate"}
        </button>
        {shown && shown.key !== key && <span class="faint">Changed since this sample.</span>}
      </div>
      {isRefused && <p class="field-error">{error.detail}</p>}
      {error !== undefined && !isRefused && <ErrorNotice error={error} retry={() => void load()} />}
      {shown && (
        <>
          <img class="sample" src={shown.sample.png} alt="A sample certificate on the new template" />
          <Warnings warnings={shown.sample.warnings} />
          <a class="button" href={shown.sample.pdf} target="_blank" rel="noopener">
            Open the sample as PDF
          </a>
        </>
      )}
    </div>
  );
}

/** What an admin should know about how texts look on a template. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul class="hint">
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}

/** A key of everything that the sample depends on: an upload is the same file as before. */
function sampleKey({ template, ...rest }: CertificateDraft): string {
  return JSON.stringify([rest, template?.kind === "file" ? [template.file_name, template.size_bytes] : template]);
}

function revoke(sample: Sample | undefined): void {
  if (!sample) return;
  URL.revokeObjectURL(sample.png);
  URL.revokeObjectURL(sample.pdf);
}
