import { useEffect, useState } from "preact/hooks";

import { ErrorNotice } from "../ui/error-notice";
import { useResource } from "../ui/use-resource";
import type { Signatory } from "./certificate-draft";
import { readPreview } from "./certificate-api";
import { PdfPage } from "./pdf-page";
import type { Zone } from "./safe-zone";

/** So long nothing is typed before the sample is drawn with it. */
const TYPING_DELAY_MS = 500;

/**
 * A sample of the certificate, with the signatory as it is typed and the template that is stored.
 *
 * @param props.saved changes with every saving; the sample is drawn again then.
 */
export function CertificatePreview(props: {
  courseId: string;
  revision: number;
  signatory: Signatory;
  /** Whether another template waits to be saved. */
  staged: boolean;
  zone: Zone;
  hint: string;
}) {
  const { data, error, reload } = useResource(() => readPreview(props.courseId, props.signatory), props.courseId);
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
          A sample with a long name and the signatory as you type; its code verifies nowhere.
          {props.staged && <strong> The new template is in it once you save.</strong>}
        </p>
      </div>
      {loading && <p class="faint">The sample is on its way…</p>}
      {failed && <ErrorNotice error={error} retry={() => void reload()} />}
      {!failed && data && (
        <>
          <PdfPage pdf={data} label="A sample of the certificate" zone={showsZone ? props.zone : null} />
          <div class="beside preview-ways">
            <label class="check-line">
              <input
                type="checkbox"
                checked={showsZone}
                onChange={(event) => setShowsZone(event.currentTarget.checked)}
              />
              Show where text is laid
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

/** What a sample has to be drawn from, in one word. */
function previewKey({ revision, signatory }: { revision: number; signatory: Signatory }): string {
  return JSON.stringify([revision, signatory.signatory_name, signatory.signatory_title]);
}

/** In place of a sample, while there is no template. */
export function NoPreview({ hint }: { hint: string }) {
  return (
    <section class="card stack" aria-labelledby="preview">
      <h2 id="preview">Preview</h2>
      <p>Once there is a template, a sample of the certificate is shown here.</p>
      <p class="hint">On an A4 page across: {hint}</p>
    </section>
  );
}

/** An address for a document that is here, until it is replaced. */
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
