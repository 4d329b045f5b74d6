import type { ComponentChildren } from "preact";

import { fieldId } from "./field-errors";

interface FieldProps {
  /** Which field; `fieldId` makes an id of it. */
  path: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string | undefined;
}

/** What ties an input to its label, its hint, and what is wrong with it. */
function fieldAttributes({ path, hint, error }: FieldProps) {
  const id = fieldId(path);
  const describedBy = [...(hint ? [`${id}-hint`] : []), ...(error ? [`${id}-wrong`] : [])];
  return {
    id,
    "aria-describedby": describedBy.join(" ") || undefined,
    "aria-invalid": error ? true : undefined,
  };
}

/** A labelled input; `children` gives it the attributes that tie it to its label and notes. */
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

/** Something that is so or not. */
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
        <p class="wrong" id={`${id}-wrong`}>
          {error}
        </p>
      )}
    </>
  );
}
