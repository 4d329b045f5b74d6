import type { ComponentChildren } from "preact";

import type { Schemas } from "../api/client";
import { formatDateTime } from "../ui/format";
import { formatFileSize } from "./template-file";
import { Warnings } from "./upload-sample";

const HASH_LENGTH = 12;

/** Details of the current template. */
export function TemplateDetails({ template }: { template: Schemas["Template"] }) {
  return (
    <>
      <dl class="template-facts">
        <Detail name="File">
          <bdi>{template.file_name}</bdi>
        </Detail>
        <Detail name="Size">{formatFileSize(template.size_bytes)}</Detail>
        <Detail name="Page size">
          {millimetres(template.page_width_mm)} × {millimetres(template.page_height_mm)} mm
        </Detail>
        <Detail name="In use since">
          <time dateTime={template.uploaded_at}>{formatDateTime(template.uploaded_at)}</time>
        </Detail>
        <Detail name="Version">{template.version}</Detail>
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

function millimetres(length: number): string {
  return String(Math.round(length * 10) / 10);
}
