import { useState } from "preact/hooks";

import { t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { Check, Copy } from "../ui/icons";

interface Props {
  text: string;
  /** What the button shows. */
  label: string;
  /** Its whole name, where the label says too little; such a button is less conspicuous. */
  name?: string;
  /** What is announced afterwards. */
  done: string;
}

/** A button that copies a text. */
export function CopyButton({ text, label, name, done }: Props) {
  const [outcome, setOutcome] = useState<"copied" | "refused">();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
      announce(done);
    } catch {
      // Browsers may block it, and pages without HTTPS have no clipboard.
      setOutcome("refused");
      announce(t("copy.blocked"));
    }
  };
  return (
    <>
      <button
        class={name === undefined ? "button" : "button button-quiet"}
        aria-label={name !== undefined && outcome === "copied" ? done : name}
        onClick={() => void copy()}
      >
        {outcome === "copied" ? <Check /> : <Copy />}
        <span>{outcome === "copied" ? t("copy.done") : label}</span>
      </button>
      {outcome === "refused" && <span class="hint">{t("copy.blocked")}</span>}
    </>
  );
}
