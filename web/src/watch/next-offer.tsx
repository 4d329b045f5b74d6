import { useEffect, useState } from "preact/hooks";

import { rich, t } from "../texts/texts";
import { announce } from "../ui/announcer";

/** After the end of a video: the next lesson. Nothing is opened by itself. */
export function NextOffer({ title, path, onStay }: { title: string; path: string; onStay: () => void }) {
  const [isShown, setShown] = useState(true);
  useEffect(() => announce(t("player.ended", { title })), []);
  if (!isShown) return null;
  return (
    <div class="notice">
      <p>{rich("player.next", { title: <strong dir="auto">{title}</strong> })}</p>
      <div class="row">
        <a class="button button-main" href={path}>
          {t("next_lesson")}
        </a>
        <button
          class="button"
          onClick={() => {
            setShown(false);
            onStay();
          }}
        >
          {t("player.stay")}
        </button>
      </div>
    </div>
  );
}
