import { useEffect, useRef } from "preact/hooks";

import { counted } from "../ui/text";
import { fieldId, type Wrong } from "./wrong";

/** Everything that has to be corrected, with the way to each field; takes the focus when it comes. */
export function WrongList(props: {
  wrongs: readonly Wrong[];
  /** Bring a field into the page that is not in it, before it is gone to. */
  reveal?: (path: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.wrongs.length > 0) list.current?.focus();
  }, [props.wrongs]);
  if (props.wrongs.length === 0) return null;
  return (
    <div class="notice notice-bad wrong-list" ref={list} tabIndex={-1} role="group" aria-labelledby="wrong-list">
      <div>
        <p id="wrong-list">
          <strong>Not saved: {counted(props.wrongs.length, "thing has", "things have")} to be corrected.</strong>
        </p>
        <ul>
          {props.wrongs.map((wrong) => (
            <li key={wrong.path + wrong.message}>
              {wrong.path ? (
                <a
                  href={`#${fieldId(wrong.path)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    props.reveal?.(wrong.path);
                    // The field is there after the next drawing.
                    requestAnimationFrame(() => document.getElementById(fieldId(wrong.path))?.focus());
                  }}
                >
                  {wrong.label}
                </a>
              ) : (
                wrong.label
              )}
              : {wrong.message}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
