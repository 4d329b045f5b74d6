import { useState } from "preact/hooks";

import { announce } from "../ui/announcer";
import { Check, Copy } from "../ui/icons";

const COPY_BLOCKED = "Your browser blocked copying. Please select the text and copy it.";

interface Props {
  text: string;
  /** Completes “Copied …”. */
  description: string;
  /** What the button shows, if it is not “Copy” alone. */
  label?: string;
}

/** A button that copies a text. */
export function CopyButton({ text, description, label }: Props) {
  const [outcome, setOutcome] = useState<"copied" | "refused">();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
      announce(`Copied ${description}.`);
    } catch {
      // Browsers may block it, and pages without HTTPS have no clipboard.
      setOutcome("refused");
      announce(COPY_BLOCKED);
    }
  };
  return (
    <>
      <button class={label ? "button" : "button button-quiet"} onClick={() => void copy()}>
        {outcome === "copied" ? <Check /> : <Copy />}
        <span>
          {outcome === "copied" ? "Copied" : (label ?? "Copy")}
          {!label && <span class="visually-hidden"> {description}</span>}
        </span>
      </button>
      {outcome === "refused" && <span class="hint">{COPY_BLOCKED}</span>}
    </>
  );
}
