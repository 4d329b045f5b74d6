import type { ComponentChildren } from "preact";

import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { formatDateTime } from "../ui/format";
import { formatFileSize } from "./template-file";
import { Warnings } from "./upload-sample";

const HASH_LENGTH = 12;

/** Details of the current template. */
export function TemplateDetails({ template }: { template: Schemas["Template"] }) {
  return (
    <>
      <dl class="template-facts">
        <Detail name={t("template_details.file")}>
          <bdi>{template.file_name}</bdi>
        </Detail>
        <Detail name={t("template_details.size")}>{formatFileSize(template.size_bytes)}</Detail>
        <Detail name={t("template_details.page_size")}>
          {t("template_details.millimetres", {
            width: tenths(template.page_width_mm),
            height: tenths(template.page_height_mm),
          })}
        </Detail>
        <Detail name={t("template_details.since")}>
          <time dateTime={template.uploaded_at}>{formatDateTime(template.uploaded_at)}</time>
        </Detail>
        <Detail name={t("template_details.version")}>{template.version}</Detail>
        <Detail name="SHA-256">
          <code title={template.sha256}>{template.sha256.slice(0, HASH_LENGTH)}…</code>
        </Detail>
      </dl>
      <Warnings warnings={template.warnings} />
    </>
  );
}

function Detail({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function tenths(length: number): number {
  return Math.round(length * 10) / 10;
}
