import type { ComponentChildren } from "preact";

import { type ErrorText, fieldId } from "./field-errors";

interface FieldProps {
  /** The field's path, see `fieldId`. */
  path: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: ErrorText | undefined;
}

/** The attributes that connect an input with its label, hint and error. */
function fieldAttributes({ path, hint, error }: FieldProps) {
  const id = fieldId(path);
  const describedBy = [...(hint ? [`${id}-hint`] : []), ...(error ? [`${id}-error`] : [])];
  return {
    id,
    "aria-describedby": describedBy.join(" ") || undefined,
    "aria-invalid": error ? true : undefined,
  };
}

/** A labelled input; `children` renders the input with the given attributes. */
export function Field(
  props: FieldProps & { children: (attributes: ReturnType<typeof fieldAttributes>) => ComponentChildren },
) {
  return (
    <div class="field">
      <label for={fieldId(props.path)}>{props.label}</label>
      {props.children(fieldAttributes(props))}
      <FieldNotes {...props} />
    </div>
  );
}

/** A checkbox or switch. */
export function CheckField(
  props: FieldProps & {
    checked: boolean;
    disabled?: boolean;
    isSwitch?: boolean;
    onChange: (checked: boolean) => void;
  },
) {
  return (
    <div class="field">
      <label class="check-line">
        <input
          type="checkbox"
          {...fieldAttributes(props)}
          class={props.isSwitch ? "switch" : undefined}
          role={props.isSwitch ? "switch" : undefined}
          checked={props.checked}
          disabled={props.disabled}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <span>{props.label}</span>
      </label>
      <FieldNotes {...props} />
    </div>
  );
}

function FieldNotes({ path, hint, error }: FieldProps) {
  const id = fieldId(path);
  return (
    <>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </>
  );
}
