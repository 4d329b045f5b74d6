import { useEffect, useState } from "preact/hooks";

import { Failure } from "../ui/failure";
import { useLoaded } from "../ui/use-loaded";
import type { Signatory } from "./certificate-draft";
import { readPreview } from "./certificate-saving";
import { PdfPicture } from "./pdf-picture";
import type { Zone } from "./safe-zone";

/** So long nothing is typed before the sample is drawn with it. */
const PAUSE_MS = 500;

/**
 * A sample of the certificate, with the signatory as it is typed and the template that is stored.
 *
 * @param props.saved changes with every saving; the sample is drawn again then.
 */
export function CertificatePreview(props: {
  courseId: string;
  saved: number;
  signatory: Signatory;
  /** Whether another template waits to be saved. */
  staged: boolean;
  zone: Zone;
  hint: string;
}) {
  const { data, error, reload } = useLoaded(() => readPreview(props.courseId, props.signatory), props.courseId);
  const [shown, setShown] = useState(() => wanted(props));
  const [framed, setFramed] = useState(true);
  const address = useAddress(data);
  const now = wanted(props);
  useEffect(() => {
    if (shown === now) return;
    const timer = setTimeout(() => void reload().then(() => setShown(now)), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [now]);
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
      {failed && <Failure error={error} retry={() => void reload()} />}
      {!failed && data && (
        <>
          <PdfPicture pdf={data} label="A sample of the certificate" zone={framed ? props.zone : null} />
          <div class="beside preview-ways">
            <label class="check-line">
              <input type="checkbox" checked={framed} onChange={(event) => setFramed(event.currentTarget.checked)} />
              Show where text is laid
            </label>
            {address && (
              <a class="button" href={address} target="_blank" rel="noopener">
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
function wanted({ saved, signatory }: { saved: number; signatory: Signatory }): string {
  return JSON.stringify([saved, signatory.signatory_name, signatory.signatory_title]);
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
function useAddress(document: Blob | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!document) return;
    const made = URL.createObjectURL(document);
    setAddress(made);
    return () => {
      setAddress(null);
      URL.revokeObjectURL(made);
    };
  }, [document]);
  return address;
}
