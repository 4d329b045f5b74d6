import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Focuses an element by ID after the next render.
 *
 * In a layout effect, which runs with its own render. An effect may run only before the next one: a tap that first
 * blurs a field, and so renders twice, would look for an element that does not exist yet.
 */
export function useFocusAfterRender(): (id: string) => void {
  const target = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (target.current === null) return;
    document.getElementById(target.current)?.focus();
    target.current = null;
  });
  return (id) => {
    target.current = id;
  };
}
