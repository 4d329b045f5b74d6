import { useRef } from "preact/hooks";

import { t } from "../texts/texts";

/** A search field with its label, and a button to clear it. */
export function SearchField(props: { id: string; label: string; value: string; onChange: (value: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div class="find-text">
      <label for={props.id}>{props.label}</label>
      <div class="row">
        <input
          id={props.id}
          ref={field}
          type="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={120}
          value={props.value}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
        {props.value !== "" && (
          <button
            class="button"
            aria-label={t("search.clear_search")}
            onClick={() => {
              props.onChange("");
              field.current?.focus();
            }}
          >
            {t("search.clear")}
          </button>
        )}
      </div>
    </div>
  );
}
