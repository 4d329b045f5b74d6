import { useLocation } from "preact-iso";
import { useLayoutEffect, useRef } from "preact/hooks";

import { t } from "../texts/texts";
import { FIND_LEARNERS_PATH } from "./paths";

/** A search for learners in the header of every page, for admins; Ctrl+K or ⌘K leads to it. */
export function HeaderSearch() {
  const { query, path, route } = useLocation();
  const field = useRef<HTMLInputElement>(null);
  // At once: the keys may be pressed as soon as the field is there.
  useLayoutEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      // A dialog keeps the focus.
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      field.current?.select();
      field.current?.focus();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    const text = field.current?.value.trim() ?? "";
    if (text === "") field.current?.focus();
    else route(`${FIND_LEARNERS_PATH}?q=${encodeURIComponent(text)}`);
  };
  return (
    <search class="head-search">
      <form onSubmit={submit}>
        <label class="visually-hidden" for="head-search">
          {t("header_search.label")}
        </label>
        <input
          id="head-search"
          ref={field}
          type="search"
          placeholder={t("find_learner.title")}
          title={t("header_search.title")}
          aria-keyshortcuts="Control+K Meta+K"
          autocomplete="off"
          spellcheck={false}
          maxLength={120}
          defaultValue={path === FIND_LEARNERS_PATH ? (query.q ?? "") : ""}
        />
        <button class="button">
          {t("header_search.find")}
          <span class="visually-hidden"> {t("header_search.find_learner")}</span>
        </button>
      </form>
    </search>
  );
}
