import { useEffect, useRef } from "preact/hooks";

import { pluralize } from "../ui/format";
import { fieldId, type FieldError } from "./field-errors";

/** Everything that has to be corrected, with the way to each field; takes the focus when it comes. */
export function ErrorSummary(props: {
  errors: readonly FieldError[];
  /** Bring a field into the page that is not in it, before it is gone to. */
  reveal?: (path: string) => void;
}) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.errors.length > 0) summary.current?.focus();
  }, [props.errors]);
  if (props.errors.length === 0) return null;
  return (
    <div class="notice notice-bad wrong-list" ref={summary} tabIndex={-1} role="group" aria-labelledby="wrong-list">
      <div>
        <p id="wrong-list">
          <strong>Not saved: {pluralize(props.errors.length, "thing has", "things have")} to be corrected.</strong>
        </p>
        <ul>
          {props.errors.map((error) => (
            <li key={error.path + error.message}>
              {error.path ? (
                <a
                  href={`#${fieldId(error.path)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    props.reveal?.(error.path);
                    // The field is there after the next drawing.
                    requestAnimationFrame(() => document.getElementById(fieldId(error.path))?.focus());
                  }}
                >
                  {error.label}
                </a>
              ) : (
                error.label
              )}
              : {error.message}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
