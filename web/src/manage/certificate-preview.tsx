import { useEffect, useState } from "preact/hooks";

import { rich, t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { useResource } from "../ui/use-resource";
import { type CertificateDraft, styleOf, type TemplateStyle } from "./certificate-draft";
import { readPreview } from "./certificate-api";
import { PdfPage } from "./pdf-page";
import type { Zone } from "./safe-zone";

/** The sample is rendered again once changes pause for this long. */
export const CHANGE_DELAY_MS = 500;

/**
 * A sample certificate over the stored template, with the texts as typed, their colours and their layout as chosen.
 *
 * @param props.revision changes with every save, so that the sample is rendered again.
 */
export function CertificatePreview(props: {
  courseId: string;
  revision: number;
  draft: CertificateDraft;
  /** The stored template's style. */
  stored: TemplateStyle;
  /** Whether another template is chosen and not saved yet. */
  staged: boolean;
  /** Whether it cannot be used. */
  isRefused: boolean;
  zone: Zone;
  hint: string;
}) {
  // What a new template looks like is shown by its own sample.
  const shown = props.staged ? { ...props.draft, ...styleOf(props.stored) } : props.draft;
  const { data, error, reload } = useResource(() => readPreview(props.courseId, shown, props.stored), props.courseId);
  const [shownKey, setShownKey] = useState(() => previewKey(props.revision, shown));
  const [showsZone, setShowsZone] = useState(true);
  const url = useObjectUrl(data);
  const currentKey = previewKey(props.revision, shown);
  useEffect(() => {
    if (shownKey === currentKey) return;
    const timer = setTimeout(() => void reload().then(() => setShownKey(currentKey)), CHANGE_DELAY_MS);
    return () => clearTimeout(timer);
  }, [currentKey]);
  const failed = error !== undefined;
  const loading = !failed && data === undefined;
  return (
    <section class="card stack" aria-labelledby="preview">
      <div>
        <h2 id="preview">{t("certificate_preview.title")}</h2>
        <p class="hint">
          {t("certificate_preview.hint")}
          {props.staged && !props.isRefused && <strong> {t("certificate_preview.save_first")}</strong>}
        </p>
      </div>
      {loading && <p class="faint">{t("certificate_preview.loading")}</p>}
      {failed && <ErrorNotice error={error} retry={() => void reload()} />}
      {!failed && data && (
        <>
          <PdfPage pdf={data} label={t("certificate_preview.sample")} zone={showsZone ? props.zone : null} />
          <div class="row preview-actions">
            <label class="check-line">
              <input
                type="checkbox"
                checked={showsZone}
                onChange={(event) => setShowsZone(event.currentTarget.checked)}
              />
              {t("certificate_preview.show_zone")}
            </label>
            {url && (
              <a class="button" href={url} target="_blank" rel="noopener">
                {t("certificate_preview.open_pdf")}
              </a>
            )}
          </div>
          {/* What the API says is in English. */}
          <p class="hint" lang="en" dir="auto">
            {props.hint}
          </p>
        </>
      )}
    </section>
  );
}

/** A key of everything that the sample depends on. */
function previewKey(revision: number, draft: CertificateDraft): string {
  return JSON.stringify([revision, draft.signatory_name, draft.signatory_title, draft.extra_line, styleOf(draft)]);
}

/** Shown in place of the sample while there is no template. */
export function NoPreview({ hint }: { hint: string }) {
  return (
    <section class="card stack" aria-labelledby="preview">
      <h2 id="preview">{t("certificate_preview.title")}</h2>
      <p>{t("certificate_preview.none")}</p>
      <p class="hint">{rich("certificate_preview.landscape_hint", { hint: <bdi lang="en">{hint}</bdi> })}</p>
    </section>
  );
}

/** An object URL for a blob, revoked when the blob is replaced. */
function useObjectUrl(document: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!document) return;
    const objectUrl = URL.createObjectURL(document);
    setUrl(objectUrl);
    return () => {
      setUrl(null);
      URL.revokeObjectURL(objectUrl);
    };
  }, [document]);
  return url;
}
