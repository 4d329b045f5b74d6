import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

/**
 * Takes one file that is dropped on it. While it is on a page, a file that is dropped beside it does not replace the page.
 *
 * @param isBusy whether a dropped file is ignored.
 */
export function DropZone(props: { isBusy?: boolean; onFile: (file: File) => void; children: ComponentChildren }) {
  const [isDragOver, setDragOver] = useState(false);
  usePreventStrayDrops();
  return (
    <div
      class={isDragOver ? "drop drop-over" : "drop"}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setDragOver(true);
      }}
      onDragLeave={() => setDragOver(false)}
      onDrop={(event) => {
        setDragOver(false);
        const file = event.dataTransfer?.files[0];
        if (!file) return;
        event.preventDefault();
        if (!props.isBusy) props.onFile(file);
      }}
    >
      {props.children}
    </div>
  );
}

/** Keeps the browser from opening a file that is dropped outside the drop zone. */
function usePreventStrayDrops(): void {
  useEffect(() => {
    const ignore = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    addEventListener("dragover", ignore);
    addEventListener("drop", ignore);
    return () => {
      removeEventListener("dragover", ignore);
      removeEventListener("drop", ignore);
    };
  }, []);
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
