import { useEffect, useRef, useState } from "preact/hooks";

import type { PageSize, Zone } from "./safe-zone";

// More than the screen has: it is scaled down smoothly, and still sharp when the window grows.
const PIXELS_A_POINT = 2;
const LEAST_WIDTH = 600;

type Drawing = { state: "drawing" } | { state: "drawn" } | { state: "failed"; why: string };

/**
 * The first page of a PDF, with the area where text is laid.
 *
 * @param props.label what it shows, for those who do not see it.
 * @param props.empty whether the text is still to come: the area is named then, instead of only framed.
 * @param props.onDrawn told the page's size.
 */
export function PdfPicture(props: {
  pdf: Blob;
  label: string;
  zone: Zone | null;
  empty?: boolean;
  onDrawn?: (page: PageSize) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawing, setDrawing] = useState<Drawing>({ state: "drawing" });
  // What was drawn stays in sight until the next picture takes its place.
  const [filled, setFilled] = useState(false);
  const told = useRef(props.onDrawn);
  told.current = props.onDrawn;

  useEffect(() => {
    const stopped = new AbortController();
    setDrawing({ state: "drawing" });
    draw(props.pdf, canvas.current, stopped.signal).then(
      (page) => {
        setDrawing({ state: "drawn" });
        setFilled(true);
        told.current?.(page);
      },
      (error: unknown) => {
        if (!stopped.signal.aborted) setDrawing({ state: "failed", why: reason(error) });
      },
    );
    return () => stopped.abort();
  }, [props.pdf]);

  const { zone } = props;
  return (
    <figure class="picture" aria-busy={drawing.state === "drawing"}>
      {/* Places on a page are from its left, whatever way the words around it run. */}
      <div class="picture-page" dir="ltr" hidden={!filled || drawing.state === "failed"}>
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
            {props.empty && <span>Text is laid here</span>}
          </div>
        )}
      </div>
      {drawing.state === "drawing" && !filled && <p class="faint">Drawing…</p>}
      {drawing.state === "failed" && (
        <p class="wrong" role="status">
          {drawing.why}
        </p>
      )}
    </figure>
  );
}

async function draw(pdf: Blob, canvas: HTMLCanvasElement | null, signal: AbortSignal): Promise<PageSize> {
  const { drawFirstPage } = await import("./pdf");
  signal.throwIfAborted();
  if (!canvas) throw new Error("there is nothing to draw on");
  const width = canvas.closest("figure")?.clientWidth ?? 0;
  return drawFirstPage(pdf, canvas, Math.max(width, LEAST_WIDTH) * Math.max(devicePixelRatio, PIXELS_A_POINT), signal);
}

function reason(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "PasswordException")
    return "This PDF is protected by a password, so it cannot be drawn, nor be a template. Export it without one.";
  if (name === "InvalidPDFException") return "This file cannot be drawn: it is not a PDF, or it is damaged.";
  return "This PDF cannot be drawn here. That alone does not make it a bad template.";
}
