import { useRef } from "preact/hooks";

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
            onClick={() => {
              props.onChange("");
              field.current?.focus();
            }}
          >
            Clear<span class="visually-hidden"> search</span>
          </button>
        )}
      </div>
    </div>
  );
}
