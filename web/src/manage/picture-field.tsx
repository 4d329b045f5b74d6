import { useEffect, useState } from "preact/hooks";

import { mediaOrigins } from "../config";
import { t } from "../texts/texts";
import { useDebounced } from "../ui/use-debounced";
import { fieldPaths } from "./course-errors";
import { Field } from "./field";
import type { ErrorText } from "./field-errors";
import { addressError, MAX_ADDRESS_LENGTH } from "./media-address";

/** The address of a course's picture, with the picture itself. */
export function PictureField(props: {
  address: string;
  error: ErrorText | undefined;
  onInput: (address: string) => void;
}) {
  return (
    <Field
      path={fieldPaths.picture}
      label={t("picture_field.label")}
      hint={t("picture_field.hint")}
      error={props.error}
    >
      {(attributes) => (
        <>
          <input
            {...attributes}
            type="url"
            inputMode="url"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            dir="ltr"
            maxLength={MAX_ADDRESS_LENGTH}
            value={props.address}
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
          <Picture address={props.address.trim()} />
        </>
      )}
    </Field>
  );
}

function Picture({ address }: { address: string }) {
  const [hasFailed, setFailed] = useState(false);
  // While an address is typed, its beginnings are not loaded.
  const settled = useDebounced(address);
  useEffect(() => setFailed(false), [settled]);
  if (settled === "" || settled !== address || addressError(settled, mediaOrigins()) !== undefined) return null;
  if (hasFailed) return <p class="hint">{t("picture_field.not_loaded")}</p>;
  return <img class="course-picture" src={settled} alt={t("picture_field.alt")} onError={() => setFailed(true)} />;
}
