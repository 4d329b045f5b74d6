import { useState } from "preact/hooks";

import type { StagedTemplate } from "./certificate-draft";
import { PdfPage } from "./pdf-page";
import { type PageSize, type Zone, describeZone } from "./safe-zone";

/** The template that was just chosen, drawn from the file itself, with the area where text will be laid. */
export function NewTemplate({ staged, file, zone }: { staged: StagedTemplate; file: File | null; zone: Zone }) {
  const [page, setPage] = useState<PageSize | null>(null);
  return (
    <section class="card stack" aria-labelledby="new-template">
      <h2 id="new-template">Your new template</h2>
      {file ? (
        <>
          <PdfPage pdf={file} label={`The first page of ${file.name}`} zone={zone} labelsZone onRendered={setPage} />
          {page && <p class="hint">{describeZone(zone, page)} Keep it light, and free of text and pictures.</p>}
        </>
      ) : (
        <p class="faint">
          {staged.kind === "default" ? "Laurel’s own template" : "This template"} is shown here once it is saved.
        </p>
      )}
    </section>
  );
}
