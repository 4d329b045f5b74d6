import type { CertificateDraft } from "./certificate-draft";
import { fieldPaths } from "./certificate-errors";
import { Field } from "./field";

const FIRST_COLOUR = "#1c263b";

/** The colours of the texts on a template: as its background needs, or chosen. */
export function TemplateColours(props: {
  draft: CertificateDraft;
  change: (change: Partial<CertificateDraft>) => void;
}) {
  const { draft, change } = props;
  return (
    <>
      <ColourField
        path={fieldPaths.ink}
        label="Colour of the text"
        automatic="Dark or light, as the background needs"
        value={draft.ink}
        onInput={(ink) => change({ ink })}
      />
      <ColourField
        path={fieldPaths.accent}
        label="Colour of the name"
        automatic="Like the text"
        value={draft.accent}
        onInput={(accent) => change({ accent })}
      />
    </>
  );
}

function ColourField(props: {
  path: string;
  label: string;
  automatic: string;
  value: string | null;
  onInput: (value: string | null) => void;
}) {
  return (
    <Field path={props.path} label={props.label} hint="" error={undefined}>
      {(attributes) => (
        <div class="row">
          <select
            {...attributes}
            value={props.value === null ? "automatic" : "chosen"}
            onChange={(event) => props.onInput(event.currentTarget.value === "automatic" ? null : FIRST_COLOUR)}
          >
            <option value="automatic">{props.automatic}</option>
            <option value="chosen">Choose a colour</option>
          </select>
          {props.value !== null && (
            <input
              type="color"
              aria-label={props.label}
              value={props.value}
              onInput={(event) => props.onInput(event.currentTarget.value)}
            />
          )}
        </div>
      )}
    </Field>
  );
}
