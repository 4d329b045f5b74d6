import type { RefObject } from "preact";

import { rich, t } from "../texts/texts";
import type { NameStep } from "./printed-name";

/**
 * The name that the certificate will have, for the learner to confirm.
 *
 * @param id of the text, which describes the button that issues the certificate.
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
        {rich("name.printed", { name: <strong dir="auto">{name}</strong> })}
      </p>
      <p class="hint">{advice ?? t("name.check")}</p>
      <p class="hint">{t("name.stays")}</p>
    </div>
  );
}
