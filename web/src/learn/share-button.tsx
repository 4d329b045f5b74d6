import { t } from "../texts/texts";
import { HandIn } from "../ui/icons";

/** Opens the device's own dialog for sharing a link, where there is one. */
export function ShareButton({ title, url }: { title: string; url: string }) {
  if (!("share" in navigator)) return null;
  return (
    <button
      class="button"
      onClick={() => {
        // Rejected where the learner closes the dialog.
        navigator.share({ title, url }).catch(() => undefined);
      }}
    >
      <HandIn /> {t("share")}
    </button>
  );
}
