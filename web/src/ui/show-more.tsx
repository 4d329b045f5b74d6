import { useEffect, useRef } from "preact/hooks";

import { key, t } from "../texts/texts";
import { announce } from "./announcer";

/**
 * How much of a list is shown, and a button to load more.
 *
 * When the last page is loaded, focus moves from the removed button to the text.
 */
export function ShowMore(props: {
  /** How much is shown, as a sentence. */
  summary: string;
  hasMore: boolean;
  loading: boolean;
  onMore: () => void;
}) {
  const text = useRef<HTMLParagraphElement>(null);
  const requested = useRef(false);
  useEffect(() => {
    if (!requested.current || props.loading) return;
    requested.current = false;
    announce(props.summary);
    if (!props.hasMore) text.current?.focus();
  }, [props.summary, props.hasMore, props.loading]);
  return (
    <div class="show-more">
      <p ref={text} tabIndex={-1} class="faint">
        {props.summary}
      </p>
      {props.hasMore && (
        <button
          class="button"
          aria-disabled={props.loading}
          onClick={() => {
            if (props.loading) return;
            requested.current = true;
            props.onMore();
          }}
        >
          {t(props.loading ? key("loading") : key("show_more"))}
        </button>
      )}
    </div>
  );
}
