import { ProblemError } from "../api/client";
import { key, t } from "../texts/texts";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { useSubmission } from "../ui/use-submission";

/**
 * Asks for confirmation before a certificate is reinstated.
 *
 * @param reinstate sends the request; its error is displayed.
 */
export function ReinstateDialog(props: { open: boolean; onClose: () => void; reinstate: () => Promise<void> }) {
  return (
    <Dialog open={props.open} label={t("reinstate_dialog.title")} onClose={props.onClose}>
      <ReinstateForm {...props} />
    </Dialog>
  );
}

function ReinstateForm(props: { onClose: () => void; reinstate: () => Promise<void> }) {
  const { isSubmitting, error, submit } = useSubmission();
  return (
    <div class="stack">
      <h2>{t("reinstate_dialog.title")}</h2>
      <p>{t("reinstate_dialog.text")}</p>
      {error instanceof ProblemError && error.code === "order_refunded" ? (
        <div class="notice notice-bad" role="alert">
          <p>{t("reinstate_dialog.refunded")}</p>
        </div>
      ) : (
        error !== undefined && <ErrorNotice error={error} />
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          {t("action.cancel")}
        </button>
        <button
          type="button"
          class="button button-main"
          aria-disabled={isSubmitting}
          onClick={() => void submit(props.reinstate)}
        >
          {t(isSubmitting ? key("reinstate_dialog.reinstating") : key("reinstate_dialog.reinstate"))}
        </button>
      </div>
    </div>
  );
}
