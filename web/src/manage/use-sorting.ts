import { useEffect, useRef, useState } from "preact/hooks";

/** What is being dragged, and where it would be dropped. */
export interface Drag {
  readonly key: string;
  /** The entry whose place it would take; null for none. */
  readonly over: string | null;
  /** The page button that it is over: -1 for the previous page, 1 for the next. */
  readonly page: -1 | 1 | null;
}

/** The attributes by which entries and page buttons are found below the pointer. */
export const ENTRY_ATTRIBUTE = "data-entry";
export const PAGE_ATTRIBUTE = "data-page";

// A press that moves less is a click.
const THRESHOLD_PX = 4;
// This near to the top or the bottom of the window, it scrolls.
const EDGE_PX = 72;
const SCROLL_PX = 12;

/**
 * Sort a list by dragging with a mouse, a finger or a pen: pointer events, as browsers' own drag and drop needs a mouse.
 *
 * The grip needs `touch-action: none`. Escape cancels.
 */
export function useSorting(drop: (drag: Drag) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const stop = useRef<() => void>(() => undefined);
  const onDrop = useRef(drop);
  onDrop.current = drop;
  useEffect(() => () => stop.current(), []);

  const start = (key: string, event: PointerEvent) => {
    if (event.button !== 0 || !event.isPrimary) return;
    stop.current();
    const begin = event.clientY;
    let [x, y] = [event.clientX, event.clientY];
    let current: Drag | null = null;
    let frame = 0;
    const update = () => {
      if (current === null && Math.abs(y - begin) < THRESHOLD_PX) return;
      const next = { key, ...targetAt(x, y, key) };
      if (next.over === current?.over && next.page === current.page) return;
      current = next;
      setDrag(next);
    };
    const scroll = () => {
      const by = y < EDGE_PX ? -SCROLL_PX : y > innerHeight - EDGE_PX ? SCROLL_PX : 0;
      if (current && by !== 0) {
        scrollBy(0, by);
        update();
      }
      frame = requestAnimationFrame(scroll);
    };
    const move = (moved: PointerEvent) => {
      [x, y] = [moved.clientX, moved.clientY];
      update();
    };
    const cancel = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", finish);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", cancelByKey, true);
      cancelAnimationFrame(frame);
      setDrag(null);
      stop.current = () => undefined;
    };
    const finish = () => {
      const dropped = current;
      cancel();
      if (dropped) onDrop.current(dropped);
    };
    const cancelByKey = (pressed: KeyboardEvent) => {
      if (pressed.key !== "Escape") return;
      pressed.preventDefault();
      cancel();
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", finish);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", cancelByKey, true);
    frame = requestAnimationFrame(scroll);
    stop.current = cancel;
  };

  return { drag, start };
}

function targetAt(x: number, y: number, key: string): Pick<Drag, "over" | "page"> {
  const button = document.elementFromPoint(x, y)?.closest(`[${PAGE_ATTRIBUTE}]:not([aria-disabled=true])`);
  if (button) return { over: null, page: button.getAttribute(PAGE_ATTRIBUTE) === "-1" ? -1 : 1 };
  // The list has one column: only the height counts, so that the pointer may leave it sideways.
  const rows = [...document.querySelectorAll(`[${ENTRY_ATTRIBUTE}]`)];
  const row = rows.find((one) => y <= one.getBoundingClientRect().bottom) ?? rows.at(-1);
  const over = row?.getAttribute(ENTRY_ATTRIBUTE) ?? null;
  return { over: over === key ? null : over, page: null };
}
