import type { CertificateDraft } from "./certificate-draft";
import { fieldPaths } from "./certificate-errors";
import { CheckField, Field } from "./field";

const PLACEMENTS = { top: "At the top of the text area", middle: "In the middle", bottom: "At the bottom" } as const;
const SIZES = { S: "Small", M: "Medium", L: "Large" } as const;

/** Where the texts are on a template, how large they are, and what is left out. */
export function TemplateLayout(props: {
  draft: CertificateDraft;
  change: (change: Partial<CertificateDraft>) => void;
}) {
  const { draft, change } = props;
  return (
    <>
      <SelectField
        path={fieldPaths.placement}
        label="Place of the text"
        options={PLACEMENTS}
        value={draft.placement}
        onChange={(placement) => change({ placement })}
      />
      <SelectField
        path={fieldPaths.size}
        label="Size of the text"
        hint="Long names and titles are printed smaller, so that they fit."
        options={SIZES}
        value={draft.size}
        onChange={(size) => change({ size })}
      />
      <CheckField
        path={fieldPaths.signature}
        label="Print the signatory, with a line to sign on"
        hint="Turn this off if your template has its own signature."
        checked={draft.signature}
        onChange={(signature) => change({ signature })}
      />
      <CheckField
        path={fieldPaths.printedUrl}
        label="Print the verification address"
        hint="The QR code and the verification code are always printed."
        checked={draft.printed_url}
        onChange={(printed_url) => change({ printed_url })}
      />
    </>
  );
}

function SelectField<Value extends string>(props: {
  path: string;
  label: string;
  hint?: string;
  options: Readonly<Record<Value, string>>;
  value: Value;
  onChange: (value: Value) => void;
}) {
  const options = Object.entries<string>(props.options) as [Value, string][];
  return (
    <Field path={props.path} label={props.label} hint={props.hint}>
      {(attributes) => (
        <select
          {...attributes}
          value={props.value}
          onChange={(event) => props.onChange(event.currentTarget.value as Value)}
        >
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
