import { key, type PlainKey, t } from "../texts/texts";
import type { CertificateDraft } from "./certificate-draft";
import { fieldPaths } from "./certificate-errors";
import { CheckField, Field } from "./field";

const PLACEMENTS = {
  top: key("template_layout.top"),
  middle: key("template_layout.middle"),
  bottom: key("template_layout.bottom"),
} as const;
const SIZES = {
  S: key("template_layout.small"),
  M: key("template_layout.medium"),
  L: key("template_layout.large"),
} as const;

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
        label={t("template_layout.placement")}
        options={PLACEMENTS}
        value={draft.placement}
        onChange={(placement) => change({ placement })}
      />
      <SelectField
        path={fieldPaths.size}
        label={t("template_layout.size")}
        hint={t("template_layout.size_hint")}
        options={SIZES}
        value={draft.size}
        onChange={(size) => change({ size })}
      />
      <CheckField
        path={fieldPaths.signature}
        label={t("template_layout.signature")}
        hint={t("template_layout.signature_hint")}
        checked={draft.signature}
        onChange={(signature) => change({ signature })}
      />
      <CheckField
        path={fieldPaths.printedUrl}
        label={t("template_layout.url")}
        hint={t("template_layout.url_hint")}
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
  options: Readonly<Record<Value, PlainKey>>;
  value: Value;
  onChange: (value: Value) => void;
}) {
  const options = Object.entries<PlainKey>(props.options) as [Value, PlainKey][];
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
              {t(text)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
