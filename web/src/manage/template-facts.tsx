import type { ComponentChildren } from "preact";

import type { Schemas } from "../api/client";
import { moment } from "../ui/text";
import { sizeInWords } from "./template-file";

const SHORT = 12;

/** What is known of the template in use. */
export function TemplateFacts({ template }: { template: Schemas["Template"] }) {
  return (
    <dl class="template-facts">
      <Fact name="File">
        <bdi>{template.file_name}</bdi>
      </Fact>
      <Fact name="Size">{sizeInWords(template.size_bytes)}</Fact>
      <Fact name="Page">
        {millimetres(template.page_width_mm)} × {millimetres(template.page_height_mm)} mm
      </Fact>
      <Fact name="In use since">
        <time dateTime={template.uploaded_at}>{moment(template.uploaded_at)}</time>
      </Fact>
      <Fact name="Version">{template.version}</Fact>
      <Fact name="SHA-256">
        <code title={template.sha256}>{template.sha256.slice(0, SHORT)}…</code>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
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
