import { useState } from "preact/hooks";

import type { StagedTemplate } from "./certificate-draft";
import { PdfPage } from "./pdf-page";
import { type PageSize, type Zone, describeZone } from "./safe-zone";

/** The chosen template, rendered from the local file, with the text area. */
export function NewTemplate({ staged, file, zone }: { staged: StagedTemplate; file: File | null; zone: Zone }) {
  const [page, setPage] = useState<PageSize | null>(null);
  return (
    <section class="card stack" aria-labelledby="new-template">
      <h2 id="new-template">New template</h2>
      {file ? (
        <>
          <PdfPage pdf={file} label={`First page of ${file.name}`} zone={zone} labelsZone onRendered={setPage} />
          {page && <p class="hint">{describeZone(zone, page)} Keep this area light and free of text and images.</p>}
        </>
      ) : (
        <p class="faint">
          Save to see {staged.kind === "default" ? "Laurel’s default template" : "this template"} here.
        </p>
      )}
    </section>
  );
}
