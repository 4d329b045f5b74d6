import { key, t } from "../texts/texts";
import type { CertificateDraft } from "./certificate-draft";
import { fieldPaths } from "./certificate-errors";
import { CheckField, Field } from "./field";
import { type ErrorText, type FieldError, errorAt } from "./field-errors";

/** Whether the course issues certificates, who signs them, and their extra line. */
export function CertificateFields(props: {
  draft: CertificateDraft;
  hasTemplate: boolean;
  errors: readonly FieldError[];
  change: (change: Partial<CertificateDraft>) => void;
}) {
  const { draft, errors, change } = props;
  const isTemplateMissing = draft.enabled && !props.hasTemplate && !draft.template;
  return (
    <section class="card stack" aria-labelledby="settings">
      <h2 id="settings">{t("certificate")}</h2>
      <CheckField
        path={fieldPaths.enabled}
        label={t("certificate_fields.enabled")}
        hint={t(
          isTemplateMissing ? key("certificate_fields.template_missing") : key("certificate_fields.enabled_hint"),
        )}
        error={errorAt(errors, fieldPaths.enabled)}
        checked={draft.enabled}
        isSwitch
        onChange={(enabled) => change({ enabled })}
      />
      <TextField
        path={fieldPaths.name}
        label={t("certificate_fields.name")}
        hint={t("certificate_fields.optional")}
        value={draft.signatory_name}
        error={errorAt(errors, fieldPaths.name)}
        onInput={(signatory_name) => change({ signatory_name })}
      />
      <TextField
        path={fieldPaths.title}
        label={t("certificate_fields.title")}
        hint={t("certificate_fields.title_hint")}
        value={draft.signatory_title}
        error={errorAt(errors, fieldPaths.title)}
        onInput={(signatory_title) => change({ signatory_title })}
      />
      <TextField
        path={fieldPaths.extraLine}
        label={t("certificate_fields.extra_line")}
        hint={t("certificate_fields.extra_line_hint")}
        value={draft.extra_line}
        error={errorAt(errors, fieldPaths.extraLine)}
        onInput={(extra_line) => change({ extra_line })}
      />
    </section>
  );
}

function TextField(props: {
  path: string;
  label: string;
  hint: string;
  value: string;
  error: ErrorText | undefined;
  onInput: (value: string) => void;
}) {
  return (
    <Field path={props.path} label={props.label} hint={props.hint} error={props.error}>
      {(attributes) => (
        <input
          {...attributes}
          dir="auto"
          maxLength={120}
          autocomplete="off"
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
