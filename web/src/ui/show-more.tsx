import { useEffect, useRef } from "preact/hooks";

import { announce } from "./announcer";

/**
 * How much of a list is shown, and the way to more of it.
 *
 * When the last of it came, the keyboard stands on that sentence, in place of the button that is gone.
 */
export function ShowMore(props: {
  /** What is shown, as a sentence. */
  sentence: string;
  more: boolean;
  loading: boolean;
  onMore: () => void;
}) {
  const text = useRef<HTMLParagraphElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (!asked.current || props.loading) return;
    asked.current = false;
    announce(props.sentence);
    if (!props.more) text.current?.focus();
  }, [props.sentence, props.more, props.loading]);
  return (
    <div class="show-more">
      <p ref={text} tabIndex={-1} class="faint">
        {props.sentence}
      </p>
      {props.more && (
        <button
          class="button"
          aria-disabled={props.loading}
          onClick={() => {
            if (props.loading) return;
            asked.current = true;
            props.onMore();
          }}
        >
          {props.loading ? "Loading…" : "Show more"}
        </button>
      )}
    </div>
  );
}
