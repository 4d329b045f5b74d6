import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import type { StagedTemplate } from "./certificate-draft";
import { PdfPage } from "./pdf-page";
import { type PageSize, type Zone, describeZone } from "./safe-zone";

/** The chosen template, rendered from the local file, with the text area; `children` is a sample over it. */
export function NewTemplate(props: {
  staged: StagedTemplate;
  file: File | null;
  zone: Zone;
  children: ComponentChildren;
}) {
  const { staged, file, zone } = props;
  const [page, setPage] = useState<PageSize | null>(null);
  return (
    <section class="card stack" aria-labelledby="new-template">
      <h2 id="new-template">New template</h2>
      {file ? (
        <>
          <PdfPage pdf={file} label={`First page of ${file.name}`} zone={zone} labelsZone onRendered={setPage} />
          {page && (
            <p class="hint">
              {describeZone(zone, page)} Keep this area free of text and images, and light or dark throughout.
            </p>
          )}
        </>
      ) : (
        staged.kind !== "design" && (
          <p class="faint">
            Save, or make a sample, to see {staged.kind === "default" ? "Laurel’s default template" : "this template"}{" "}
            here.
          </p>
        )
      )}
      {props.children}
    </section>
  );
}
