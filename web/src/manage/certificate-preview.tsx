import { useEffect, useState } from "preact/hooks";

import { Failure } from "../ui/failure";
import { useLoaded } from "../ui/use-loaded";
import { readPreview } from "./certificate-saving";
import { PdfPicture } from "./pdf-picture";
import type { Zone } from "./safe-zone";

/**
 * A sample of the certificate as it is stored: the API draws no other.
 *
 * @param props.saved changes with every saving; the sample is drawn again then.
 */
export function CertificatePreview(props: {
  courseId: string;
  saved: number;
  changed: boolean;
  zone: Zone;
  hint: string;
}) {
  const { data, error, reload } = useLoaded(() => readPreview(props.courseId), props.courseId);
  const [shown, setShown] = useState(props.saved);
  const [framed, setFramed] = useState(true);
  const address = useAddress(data);
  useEffect(() => {
    if (shown !== props.saved) void reload().then(() => setShown(props.saved));
  }, [props.saved]);
  const failed = error !== undefined;
  const loading = !failed && (data === undefined || shown !== props.saved);
  return (
    <section class="card stack" aria-labelledby="preview">
      <div>
        <h2 id="preview">Preview</h2>
        <p class="hint">
          A sample of what is saved, with a long name; its code verifies nowhere.
          {props.changed && <strong> Your unsaved changes are not in it yet.</strong>}
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
