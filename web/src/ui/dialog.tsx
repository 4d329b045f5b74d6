import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * A modal dialog, full-screen on phones. It traps focus while open and restores it afterwards; Escape closes it.
 */
export function Dialog(props: { open: boolean; label: string; onClose: () => void; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (props.open) element.current?.showModal();
    else element.current?.close();
  }, [props.open]);
  return (
    <dialog ref={element} class="dialog" aria-label={props.label} onClose={props.onClose}>
      {props.open && props.children}
    </dialog>
  );
}
