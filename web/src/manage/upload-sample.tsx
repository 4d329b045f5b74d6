import { useEffect, useRef, useState } from "preact/hooks";

import { ProblemError } from "../api/client";
import { t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { ErrorNotice } from "../ui/error-notice";
import { type CertificateDraft, withoutUpload } from "./certificate-draft";
import type { Sample } from "./certificate-api";
import { CHANGE_DELAY_MS } from "./certificate-preview";

/**
 * A sample certificate over a template that is not saved, as the API renders it, with its warnings.
 *
 * Once it is shown, it is rendered again after each change.
 *
 * @param props.isLive whether it is rendered without being asked for, too.
 * @param props.load uploads the file if it is not uploaded yet, and renders the sample.
 */
export function UploadSample(props: {
  draft: CertificateDraft;
  isLive: boolean;
  busy: boolean;
  load: () => Promise<Sample>;
}) {
  const { isLive, busy } = props;
  // The same before and after the upload.
  const key = JSON.stringify(withoutUpload(props.draft));
  const [shown, setShown] = useState<{ key: string; sample: Sample } | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const [loading, setLoading] = useState(false);
  const latest = useRef(0);
  useEffect(() => () => revoke(shown?.sample), [shown]);
  const load = async () => {
    const request = ++latest.current;
    setLoading(true);
    setError(undefined);
    try {
      const sample = await props.load();
      // Of several samples, the one that was asked for last is shown.
      if (request !== latest.current) {
        revoke(sample);
        return;
      }
      setShown({ key, sample });
      announce(t("upload_sample.ready"));
    } catch (failure) {
      if (request !== latest.current) return;
      setShown(null);
      setError(failure);
    }
    setLoading(false);
  };
  const follows = isLive || shown !== null;
  useEffect(() => {
    if (!follows || busy || shown?.key === key) return;
    const timer = setTimeout(() => void load(), latest.current === 0 ? 0 : CHANGE_DELAY_MS);
    return () => clearTimeout(timer);
  }, [follows, busy, key]);
  const isRefused = error instanceof ProblemError && error.code === "template_invalid";
  const isOutdated = shown !== null && shown.key !== key;
  return (
    <div class="stack">
      <div class="row">
        {!isLive && (
          <button class="button" type="button" disabled={busy || loading} onClick={() => void load()}>
            {loading ? t("upload_sample.loading") : t("upload_sample.show")}
          </button>
        )}
        {isLive && shown === null && loading && <span class="faint">{t("upload_sample.loading")}</span>}
        {isOutdated && <span class="faint">{t("upload_sample.updating")}</span>}
      </div>
      {isRefused && (
        <p class="field-error" lang="en" dir="auto">
          {error.detail}
        </p>
      )}
      {error !== undefined && !isRefused && <ErrorNotice error={error} retry={() => void load()} />}
      {shown && (
        <>
          <img
            class={isOutdated ? "sample sample-outdated" : "sample"}
            src={shown.sample.png}
            alt={t("upload_sample.alt")}
          />
          <Warnings warnings={shown.sample.warnings} />
          <a class="button" href={shown.sample.pdf} target="_blank" rel="noopener">
            {t("upload_sample.open")}
          </a>
        </>
      )}
    </div>
  );
}

/** What an admin should know about how texts look on a template, as the API says it. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul class="hint" lang="en">
      {warnings.map((warning) => (
        <li key={warning} dir="auto">
          {warning}
        </li>
      ))}
    </ul>
  );
}

function revoke(sample: Sample | undefined): void {
  if (!sample) return;
  URL.revokeObjectURL(sample.png);
  URL.revokeObjectURL(sample.pdf);
}
