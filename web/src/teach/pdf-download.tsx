import { useState } from "preact/hooks";

import { api, unwrap } from "../api/client";
import { fileName } from "../learn/certificate-api";
import { key, t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { saveFile } from "../ui/save-file";

/** Downloads the PDF of a learner's certificate, active or revoked. */
export function PdfDownload(props: { publicId: string; courseTitle: string }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const download = async () => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const params = { path: { public_id: props.publicId } };
      const call = api.GET("/admin/certificates/{public_id}/pdf", { params, parseAs: "blob" });
      saveFile(await unwrap(call), fileName(props.courseTitle));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button class="button" aria-disabled={busy} onClick={download}>
        {t(busy ? key("pdf_download.downloading") : key("pdf_download.download"))}
      </button>
      {error !== undefined && <ErrorNotice error={error} />}
    </>
  );
}
