// API calls for the organisation that issues certificates, and the unsaved state of its form.
import { api, ProblemError, unwrap, type Schemas } from "../api/client";
import { key, type PlainKey, t } from "../texts/texts";
import { apiMessage, type FieldError, readableMessage, uniqueErrors, validationErrors } from "./field-errors";
import type { LogoFile } from "./logo-file";
import { uploadFile } from "./upload";

/** The values of the fields of texts and colours: empty, or null for a colour, for none. */
export interface IssuerFields {
  readonly name: string;
  readonly url: string;
  readonly linkedin_organization_id: string;
  readonly primary_colour: string | null;
  readonly accent_colour: string | null;
}

export const TEXT_FIELDS = ["name", "url", "linkedin_organization_id"] as const;

/** What becomes of the logo. */
export type LogoChange =
  { readonly kind: "keep" } | { readonly kind: "remove" } | { readonly kind: "upload"; readonly upload_id: string };

/** The values of the form fields. */
export interface IssuerDraft extends IssuerFields {
  readonly logo: LogoChange;
}

/** The path of the logo's field. */
export const LOGO_PATH = "logo_upload_id";

/** The paths and labels of fields. */
export const LABELS: Readonly<Record<keyof IssuerFields, PlainKey>> = {
  name: key("issuer.name"),
  url: key("issuer.url"),
  linkedin_organization_id: key("issuer.linkedin"),
  primary_colour: key("issuer.primary_colour"),
  accent_colour: key("issuer.accent_colour"),
};

const MESSAGES: Readonly<Record<keyof IssuerFields, PlainKey>> = {
  name: key("issuer.wrong_name"),
  url: key("issuer.wrong_url"),
  linkedin_organization_id: key("issuer.wrong_linkedin"),
  primary_colour: key("issuer.wrong_colour"),
  accent_colour: key("issuer.wrong_colour"),
};

/** The stored organisation. */
export function readIssuer(): Promise<Schemas["Issuer"]> {
  return unwrap(api.GET("/admin/issuer"));
}

/** Save the organisation; without a name there is none. */
export function saveIssuer(draft: IssuerDraft): Promise<Schemas["Issuer"]> {
  return unwrap(api.PUT("/admin/issuer", { body: toInput(draft) }));
}

/** The address of a stored logo. */
export function logoUrl(digest: string): string {
  return `/issuer/logos/${digest}`;
}

/** Upload a logo; returns the upload ID, to be saved with the organisation. */
export async function uploadLogo({ content_type, blob }: LogoFile): Promise<string> {
  const body = { content_type, size_bytes: blob.size };
  const form = await unwrap(api.POST("/admin/issuer/logo-uploads", { body }));
  await uploadFile(form, blob, () => undefined, new AbortController().signal);
  return form.upload_id;
}

/** The draft of a stored organisation. */
export function toDraft(issuer: Schemas["Issuer"]): IssuerDraft {
  return {
    name: issuer.name ?? "",
    url: issuer.url ?? "",
    linkedin_organization_id: issuer.linkedin_organization_id ?? "",
    primary_colour: issuer.primary_colour,
    accent_colour: issuer.accent_colour,
    logo: { kind: "keep" },
  };
}

/** The request body. */
export function toInput(draft: IssuerDraft): Schemas["IssuerInput"] {
  return {
    name: draft.name.trim() || null,
    url: draft.url.trim() || null,
    linkedin_organization_id: draft.linkedin_organization_id.trim() || null,
    primary_colour: draft.primary_colour,
    accent_colour: draft.accent_colour,
    ...(draft.logo.kind === "upload" && { logo_upload_id: draft.logo.upload_id }),
    ...(draft.logo.kind === "remove" && { logo_upload_id: null }),
  };
}

/** What would be lost: an organisation without a name is removed, and its other fields with it. */
export function missingName(draft: IssuerDraft): FieldError[] {
  const { name, ...others } = toInput(draft);
  return name === null && Object.values(others).some((value) => value !== null)
    ? [{ path: "name", label: t(LABELS.name), message: t(MESSAGES.name) }]
    : [];
}

/** The field errors of a failed save; empty when the error belongs to no field. */
export function fieldErrors(error: unknown): FieldError[] {
  if (error instanceof ProblemError && error.code === "logo_invalid")
    return [{ path: LOGO_PATH, label: t("issuer_logo.title"), ...apiMessage(error.detail) }];
  return uniqueErrors(
    validationErrors(error).flatMap(({ location, message }) => {
      const path = String(location[0] ?? "");
      return isField(path) ? [{ path, label: t(LABELS[path]), ...readableMessage(message, MESSAGES[path]) }] : [];
    }),
  );
}

function isField(path: string): path is keyof IssuerFields {
  return path in LABELS;
}
