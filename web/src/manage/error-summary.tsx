import { useEffect, useRef } from "preact/hooks";

import { rich, t } from "../texts/texts";
import { errorText, fieldId, type FieldError } from "./field-errors";

/** All errors of a form with links to their fields; takes focus after each attempt to save that failed. */
export function ErrorSummary(props: {
  errors: readonly FieldError[];
  /** Counts these attempts. Corrections shorten the list, and leave the focus where it is. */
  failures: number;
  /** Renders a field that is not on the current page, before it gets focus. */
  reveal?: (path: string) => void;
}) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.errors.length > 0) summary.current?.focus();
  }, [props.failures]);
  if (props.errors.length === 0) return null;
  return (
    <div
      class="notice notice-bad error-summary"
      ref={summary}
      tabIndex={-1}
      role="group"
      aria-labelledby="error-summary"
    >
      <div>
        <p id="error-summary">
          <strong>{t("error_summary.title", { count: props.errors.length })}</strong>
        </p>
        <ul>
          {props.errors.map((error) => (
            <li key={[error.path, error.detail, error.message].join(" ")}>
              {rich("error_summary.error", {
                field: <FieldLink error={error} reveal={props.reveal} />,
                error: errorText(error),
              })}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function FieldLink({ error, reveal }: { error: FieldError; reveal: ((path: string) => void) | undefined }) {
  if (!error.path) return <>{error.label}</>;
  return (
    <a
      href={`#${fieldId(error.path)}`}
      onClick={(event) => {
        event.preventDefault();
        reveal?.(error.path);
        // The field exists after the next render.
        requestAnimationFrame(() => document.getElementById(fieldId(error.path))?.focus());
      }}
    >
      {error.label}
    </a>
  );
}
