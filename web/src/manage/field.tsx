import type { ComponentChildren } from "preact";

import { fieldId } from "./wrong";

interface Notes {
  /** Which field; `fieldId` makes an id of it. */
  path: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  wrong?: string | undefined;
}

/** What ties an input to its label, its hint, and what is wrong with it. */
function tied({ path, hint, wrong }: Notes) {
  const id = fieldId(path);
  const notes = [...(hint ? [`${id}-hint`] : []), ...(wrong ? [`${id}-wrong`] : [])];
  return {
    id,
    "aria-describedby": notes.join(" ") || undefined,
    "aria-invalid": wrong ? true : undefined,
  };
}

/** A labelled input; `children` gives it the attributes that tie it to its label and notes. */
export function Field(props: Notes & { children: (attributes: ReturnType<typeof tied>) => ComponentChildren }) {
  return (
    <div class="field">
      <label for={fieldId(props.path)}>{props.label}</label>
      {props.children(tied(props))}
      <UnderField {...props} />
    </div>
  );
}

/** Something that is so or not. */
export function CheckField(
  props: Notes & { checked: boolean; disabled?: boolean; isSwitch?: boolean; onChange: (checked: boolean) => void },
) {
  return (
    <div class="field">
      <label class="check-line">
        <input
          type="checkbox"
          {...tied(props)}
          class={props.isSwitch ? "switch" : undefined}
          role={props.isSwitch ? "switch" : undefined}
          checked={props.checked}
          disabled={props.disabled}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <span>{props.label}</span>
      </label>
      <UnderField {...props} />
    </div>
  );
}

function UnderField({ path, hint, wrong }: Notes) {
  const id = fieldId(path);
  return (
    <>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </>
  );
}
