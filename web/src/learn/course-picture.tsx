import { useState } from "preact/hooks";

/** A course's picture; nothing without one, or if it cannot be loaded. It adds nothing to the title beside it. */
export function CoursePicture({ url, eager = false }: { url: string | null; eager?: boolean }) {
  const [failed, setFailed] = useState<string>();
  if (url === null || failed === url) return null;
  return (
    <img
      class="course-picture"
      src={url}
      alt=""
      loading={eager ? "eager" : "lazy"}
      decoding="async"
      onError={() => setFailed(url)}
    />
  );
}
