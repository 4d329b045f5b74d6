import { useEffect, useState } from "preact/hooks";

import { announce } from "../ui/announcer";

/** After the end of a video: the next lesson. Nothing is opened by itself. */
export function NextOffer({ title, path, onStay }: { title: string; path: string; onStay: () => void }) {
  const [isShown, setShown] = useState(true);
  useEffect(() => announce(`The video has ended. Next lesson: ${title}`), []);
  if (!isShown) return null;
  return (
    <div class="notice">
      <p>
        Next lesson: <strong dir="auto">{title}</strong>
      </p>
      <div class="row">
        <a class="button button-main" href={path}>
          Next lesson
        </a>
        <button
          class="button"
          onClick={() => {
            setShown(false);
            onStay();
          }}
        >
          Stay here
        </button>
      </div>
    </div>
  );
}
