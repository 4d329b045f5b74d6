import type { CertificateDraft } from "./certificate-draft";
import { paths } from "./certificate-wrong";
import { CheckField, Field } from "./field";
import { type Wrong, wrongAt } from "./wrong";

/** Whether there are certificates, and who signs them. */
export function CertificateFields(props: {
  draft: CertificateDraft;
  hasTemplate: boolean;
  wrongs: readonly Wrong[];
  change: (change: Partial<CertificateDraft>) => void;
}) {
  const { draft, wrongs, change } = props;
  const lacksTemplate = draft.enabled && !props.hasTemplate && !draft.template;
  return (
    <section class="card stack" aria-labelledby="settings">
      <h2 id="settings">Certificate</h2>
      <CheckField
        path={paths.enabled}
        label="Learners get certificates"
        hint={
          lacksTemplate
            ? "This needs a template first: choose one below."
            : "Those that were issued keep their name, title, date and template, whatever is changed here."
        }
        wrong={wrongAt(wrongs, paths.enabled)}
        checked={draft.enabled}
        isSwitch
        onChange={(enabled) => change({ enabled })}
      />
      <Signatory
        path={paths.name}
        label="Signatory’s name"
        hint="May stay empty."
        value={draft.signatory_name}
        wrong={wrongAt(wrongs, paths.name)}
        onInput={(signatory_name) => change({ signatory_name })}
      />
      <Signatory
        path={paths.title}
        label="Signatory’s title"
        hint="What they are, such as “Head of the school apiary”. May stay empty."
        value={draft.signatory_title}
        wrong={wrongAt(wrongs, paths.title)}
        onInput={(signatory_title) => change({ signatory_title })}
      />
    </section>
  );
}

function Signatory(props: {
  path: string;
  label: string;
  hint: string;
  value: string;
  wrong: string | undefined;
  onInput: (value: string) => void;
}) {
  return (
    <Field path={props.path} label={props.label} hint={props.hint} wrong={props.wrong}>
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
