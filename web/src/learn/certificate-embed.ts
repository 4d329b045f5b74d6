import type { Schemas } from "../api/client";
import { t } from "../texts/texts";

type Shown = Pick<Schemas["CertificateData"], "verification_url" | "issued_name" | "issued_course_title">;

/** HTML that shows the certificate's picture on another site, with a link to its verification page. */
export function embedHtml({ verification_url, issued_name, issued_course_title }: Shown): string {
  const url = escaped(verification_url);
  const text = escaped(t("embed.alt", { name: issued_name, title: issued_course_title }));
  return `<a href="${url}"><img src="${url}/picture.png" alt="${text}" width="600"></a>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/gu, (character) => ENTITIES[character] ?? character);
}
