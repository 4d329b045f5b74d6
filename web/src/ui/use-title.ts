import { useEffect } from "preact/hooks";

/** The document's title while a page is open. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Laurel` : "Laurel";
  }, [title]);
}
