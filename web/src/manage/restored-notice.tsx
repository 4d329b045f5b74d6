import { useEffect } from "preact/hooks";

import { t } from "../texts/texts";
import { announce } from "../ui/announcer";

/** Tells that an unsaved draft was restored, with a button to discard it. */
export function RestoredNotice(props: { note?: string | undefined; onDiscard: () => void }) {
  useEffect(() => announce(t("restored_notice.restored")), []);
  return (
    <div class="notice">
      <p>
        {t("restored_notice.restored")} {props.note}
      </p>
      <button class="button" type="button" onClick={props.onDiscard}>
        {t("restored_notice.discard")}
      </button>
    </div>
  );
}
