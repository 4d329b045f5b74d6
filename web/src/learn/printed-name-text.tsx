import type { RefObject } from "preact";

import type { NameStep } from "./printed-name";

/**
 * The name that the first download prints.
 *
 * @param id of the text, which describes the button that downloads.
 * @param element takes focus when the form is closed.
 */
export function PrintedName(props: {
  step: NameStep & { kind: "confirm" };
  id: string;
  element: RefObject<HTMLParagraphElement | null>;
}) {
  const { name, advice } = props.step;
  return (
    <div class="printed-name">
      <p id={props.id} ref={props.element} tabIndex={-1}>
        This name will be printed: <strong dir="auto">{name}</strong>
      </p>
      <p class="hint">{advice ?? "Please check that it is right before you download."}</p>
      <p class="hint">
        Your first download issues the certificate. After that, the name, the course title and the date cannot be
        changed.
      </p>
    </div>
  );
}
