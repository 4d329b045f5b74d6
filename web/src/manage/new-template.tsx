import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { key, t } from "../texts/texts";
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
      <h2 id="new-template">{t("new_template.title")}</h2>
      {file ? (
        <>
          <PdfPage
            pdf={file}
            label={t("new_template.page", { file: file.name })}
            zone={zone}
            labelsZone
            onRendered={setPage}
          />
          {page && (
            <p class="hint">
              {describeZone(zone, page)} {t("new_template.keep_free")}
            </p>
          )}
        </>
      ) : (
        staged.kind !== "design" && (
          <p class="faint">
            {t(staged.kind === "default" ? key("new_template.save_default") : key("new_template.save_this"))}
          </p>
        )
      )}
      {props.children}
    </section>
  );
}
