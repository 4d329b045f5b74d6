import { useEffect, useState } from "preact/hooks";

import { ErrorNotice } from "../ui/error-notice";
import { useResource } from "../ui/use-resource";
import type { PrintedText } from "./certificate-draft";
import { readPreview } from "./certificate-api";
import { PdfPage } from "./pdf-page";
import type { Zone } from "./safe-zone";

/** The sample is rendered again once typing pauses for this long. */
const TYPING_DELAY_MS = 500;

/**
 * A sample certificate, with signatory and extra line as typed, and the stored template.
 *
 * @param props.revision changes with every save, so that the sample is rendered again.
 */
export function CertificatePreview(props: {
  courseId: string;
  revision: number;
  text: PrintedText;
  /** Whether another template is chosen and not saved yet. */
  staged: boolean;
  zone: Zone;
  hint: string;
}) {
  const { data, error, reload } = useResource(() => readPreview(props.courseId, props.text), props.courseId);
  const [shownKey, setShownKey] = useState(() => previewKey(props));
  const [showsZone, setShowsZone] = useState(true);
  const url = useObjectUrl(data);
  const currentKey = previewKey(props);
  useEffect(() => {
    if (shownKey === currentKey) return;
    const timer = setTimeout(() => void reload().then(() => setShownKey(currentKey)), TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [currentKey]);
  const failed = error !== undefined;
  const loading = !failed && data === undefined;
  return (
    <section class="card stack" aria-labelledby="preview">
      <div>
        <h2 id="preview">Preview</h2>
        <p class="hint">
          A sample with a long name, and the texts as you type. Its code cannot be verified.
          {props.staged && <strong> Save to see the new template.</strong>}
        </p>
      </div>
      {loading && <p class="faint">Loading the preview…</p>}
      {failed && <ErrorNotice error={error} retry={() => void reload()} />}
      {!failed && data && (
        <>
          <PdfPage pdf={data} label="Sample certificate" zone={showsZone ? props.zone : null} />
          <div class="row preview-actions">
            <label class="check-line">
              <input
                type="checkbox"
                checked={showsZone}
                onChange={(event) => setShowsZone(event.currentTarget.checked)}
              />
              Show the text area
            </label>
            {url && (
              <a class="button" href={url} target="_blank" rel="noopener">
                Open as PDF
              </a>
            )}
          </div>
          <p class="hint">{props.hint}</p>
        </>
      )}
    </section>
  );
}

/** A key of everything that the sample depends on. */
function previewKey({ revision, text }: { revision: number; text: PrintedText }): string {
  return JSON.stringify([revision, text.signatory_name, text.signatory_title, text.extra_line]);
}

/** Shown in place of the sample while there is no template. */
export function NoPreview({ hint }: { hint: string }) {
  return (
    <section class="card stack" aria-labelledby="preview">
      <h2 id="preview">Preview</h2>
      <p>Choose a template to see a sample certificate here.</p>
      <p class="hint">On a landscape A4 page: {hint}</p>
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
