import { useEffect, useState } from "preact/hooks";

import { t } from "../texts/texts";
import { formatDateTime } from "../ui/format";
import { oldestShown, onShownChange, reloadShown } from "./shown";

/** Says of when the page is, where it shows what was kept on this device, and loads it again when the network is back. */
export function KeptNotice() {
  const [at, setAt] = useState(oldestShown);
  useEffect(() => {
    addEventListener("online", reloadShown);
    const unsubscribe = onShownChange(() => setAt(oldestShown()));
    return () => {
      removeEventListener("online", reloadShown);
      unsubscribe();
    };
  }, []);
  return (
    <div role="status">
      {at !== null && (
        <div class="notice kept-notice">
          <p>{t("offline.kept", { time: formatDateTime(new Date(at).toISOString()) })}</p>
          <button class="button" onClick={reloadShown}>
            {t("retry")}
          </button>
        </div>
      )}
    </div>
  );
}
