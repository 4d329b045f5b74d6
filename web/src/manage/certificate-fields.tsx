import type { CertificateDraft } from "./certificate-draft";
import { fieldPaths } from "./certificate-errors";
import { CheckField, Field } from "./field";
import { type FieldError, errorAt } from "./field-errors";

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
      <h2 id="settings">Certificate</h2>
      <CheckField
        path={fieldPaths.enabled}
        label="Issue certificates to learners"
        hint={
          isTemplateMissing
            ? "Choose a template below first."
            : "Certificates already issued keep their name, title, date and template."
        }
        error={errorAt(errors, fieldPaths.enabled)}
        checked={draft.enabled}
        isSwitch
        onChange={(enabled) => change({ enabled })}
      />
      <TextField
        path={fieldPaths.name}
        label="Signatory’s name"
        hint="Optional."
        value={draft.signatory_name}
        error={errorAt(errors, fieldPaths.name)}
        onInput={(signatory_name) => change({ signatory_name })}
      />
      <TextField
        path={fieldPaths.title}
        label="Signatory’s title"
        hint="Their role, such as “Head of the School of Beekeeping”. Optional."
        value={draft.signatory_title}
        error={errorAt(errors, fieldPaths.title)}
        onInput={(signatory_title) => change({ signatory_title })}
      />
      <TextField
        path={fieldPaths.extraLine}
        label="Extra line"
        hint="Below the course’s title, such as “12 hours · 1.2 CEU”. Optional."
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
  error: string | undefined;
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
