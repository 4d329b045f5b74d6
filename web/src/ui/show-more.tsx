import { useEffect, useRef } from "preact/hooks";

import { announce } from "./announcer";

/**
 * How much of a list is shown, and the way to more of it.
 *
 * When the last of it came, the keyboard stands on that sentence, in place of the button that is gone.
 */
export function ShowMore(props: {
  /** What is shown, as a sentence. */
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
          {props.loading ? "Loading…" : "Show more"}
        </button>
      )}
    </div>
  );
}
