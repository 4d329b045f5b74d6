import { useEffect, useRef, useState } from "preact/hooks";

import type { PageSize, Zone } from "./safe-zone";

// More than the screen has: it is scaled down smoothly, and still sharp when the window grows.
const PIXELS_PER_POINT = 2;
const MIN_WIDTH = 600;

type RenderState = { state: "drawing" } | { state: "drawn" } | { state: "failed"; message: string };

/**
 * The first page of a PDF, with the area where text is laid.
 *
 * @param props.label what it shows, for those who do not see it.
 * @param props.empty whether the text is still to come: the area is named then, instead of only framed.
 * @param props.onDrawn told the page's size.
 */
export function PdfPage(props: {
  pdf: Blob;
  label: string;
  zone: Zone | null;
  labelsZone?: boolean;
  onRendered?: (page: PageSize) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<RenderState>({ state: "drawing" });
  // What was drawn stays in sight until the next picture takes its place.
  const [hasPicture, setHasPicture] = useState(false);
  const onRenderedRef = useRef(props.onRendered);
  onRenderedRef.current = props.onRendered;

  useEffect(() => {
    const controller = new AbortController();
    setState({ state: "drawing" });
    render(props.pdf, canvas.current, controller.signal).then(
      (page) => {
        setState({ state: "drawn" });
        setHasPicture(true);
        onRenderedRef.current?.(page);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setState({ state: "failed", message: failureMessage(error) });
      },
    );
    return () => controller.abort();
  }, [props.pdf]);

  const { zone } = props;
  return (
    <figure class="picture" aria-busy={state.state === "drawing"}>
      {/* Places on a page are from its left, whatever way the words around it run. */}
      <div class="picture-page" dir="ltr" hidden={!hasPicture || state.state === "failed"}>
        <canvas ref={canvas} role="img" aria-label={props.label} />
        {zone && (
          <div
            class="zone"
            style={{
              insetInlineStart: `${zone.x}%`,
              insetBlockEnd: `${zone.y}%`,
              inlineSize: `${zone.width}%`,
              blockSize: `${zone.height}%`,
            }}
          >
            {props.labelsZone && <span>Text is laid here</span>}
          </div>
        )}
      </div>
      {state.state === "drawing" && !hasPicture && <p class="faint">Drawing…</p>}
      {state.state === "failed" && (
        <p class="wrong" role="status">
          {state.message}
        </p>
      )}
    </figure>
  );
}

async function render(pdf: Blob, canvas: HTMLCanvasElement | null, signal: AbortSignal): Promise<PageSize> {
  const { renderFirstPage } = await import("./pdf");
  signal.throwIfAborted();
  if (!canvas) throw new Error("there is nothing to draw on");
  const width = canvas.closest("figure")?.clientWidth ?? 0;
  return renderFirstPage(
    pdf,
    canvas,
    Math.max(width, MIN_WIDTH) * Math.max(devicePixelRatio, PIXELS_PER_POINT),
    signal,
  );
}

function failureMessage(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "PasswordException")
    return "This PDF is protected by a password, so it cannot be drawn, nor be a template. Export it without one.";
  if (name === "InvalidPDFException") return "This file cannot be drawn: it is not a PDF, or it is damaged.";
  return "This PDF cannot be drawn here. That alone does not make it a bad template.";
}
