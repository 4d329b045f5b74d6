import { useEffect, useRef, useState } from "preact/hooks";

import { key, type PlainKey, t } from "../texts/texts";
import type { PageSize, Zone } from "./safe-zone";

// More than the screen's resolution, so that the page stays sharp when the window grows.
const PIXELS_PER_POINT = 2;
const MIN_WIDTH = 600;

type RenderState = { status: "rendering" } | { status: "rendered" } | { status: "failed"; message: PlainKey };

/**
 * The first page of a PDF, with an outline of the text area.
 *
 * @param props.label the accessible name.
 * @param props.labelsZone whether to label the text area, for a page without the text.
 * @param props.onRendered receives the page's size.
 */
export function PdfPage(props: {
  pdf: Blob;
  label: string;
  zone: Zone | null;
  labelsZone?: boolean;
  onRendered?: (page: PageSize) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<RenderState>({ status: "rendering" });
  // The previous picture stays visible until the next one is rendered.
  const [hasPicture, setHasPicture] = useState(false);
  const onRenderedRef = useRef(props.onRendered);
  onRenderedRef.current = props.onRendered;

  useEffect(() => {
    const controller = new AbortController();
    setState({ status: "rendering" });
    render(props.pdf, canvas.current, controller.signal).then(
      (page) => {
        setState({ status: "rendered" });
        setHasPicture(true);
        onRenderedRef.current?.(page);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setState({ status: "failed", message: failureMessage(error) });
      },
    );
    return () => controller.abort();
  }, [props.pdf]);

  const { zone } = props;
  return (
    <figure class="picture" aria-busy={state.status === "rendering"}>
      {/* Positions are from the page's left, also in a right-to-left document. */}
      <div class="picture-page" dir="ltr" hidden={!hasPicture || state.status === "failed"}>
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
            {props.labelsZone && <span>{t("pdf_page.text_area")}</span>}
          </div>
        )}
      </div>
      {state.status === "rendering" && !hasPicture && <p class="faint">{t("pdf_page.loading")}</p>}
      {state.status === "failed" && (
        <p class="field-error" role="status">
          {t(state.message)}
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

function failureMessage(error: unknown): PlainKey {
  const name = error instanceof Error ? error.name : "";
  if (name === "PasswordException") return key("pdf_page.protected");
  return name === "InvalidPDFException" ? key("pdf_page.invalid") : key("pdf_page.failed");
}
