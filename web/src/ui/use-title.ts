import { useEffect } from "preact/hooks";

/** Set the document's title. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Laurel` : "Laurel";
  }, [title]);
}
