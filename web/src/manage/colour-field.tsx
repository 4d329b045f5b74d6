import { t } from "../texts/texts";
import { Field } from "./field";
import type { ErrorText } from "./field-errors";

const FIRST_COLOUR = "#1c263b";

/** A colour, or none: then it is chosen automatically, as `automatic` says. */
export function ColourField(props: {
  path: string;
  label: string;
  automatic: string;
  value: string | null;
  hint?: string;
  error?: ErrorText | undefined;
  onInput: (value: string | null) => void;
}) {
  return (
    <Field path={props.path} label={props.label} hint={props.hint} error={props.error}>
      {(attributes) => (
        <div class="row">
          <select
            {...attributes}
            value={props.value === null ? "automatic" : "chosen"}
            onChange={(event) => props.onInput(event.currentTarget.value === "automatic" ? null : FIRST_COLOUR)}
          >
            <option value="automatic">{props.automatic}</option>
            <option value="chosen">{t("colour_field.choose")}</option>
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
