import { ProblemError } from "../api/client";
import { SessionEndedError, signIn } from "../session/session";
import { t } from "../texts/texts";

/** An error message, with a button to sign in or to try again where that helps. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div class="notice notice-bad" role="alert">
      {/* What the API says is in English. */}
      <p lang={error instanceof ProblemError ? "en" : undefined} dir="auto">
        {errorMessage(error)}
      </p>
      {error instanceof SessionEndedError ? (
        <button class="button" onClick={() => void signIn()}>
          {t("sign_in.again")}
        </button>
      ) : (
        retry && (
          <button class="button" onClick={retry}>
            {t("retry")}
          </button>
        )
      )}
    </div>
  );
}

/** A message to display for anything that was thrown. */
export function errorMessage(error: unknown): string {
  if (error instanceof ProblemError) return error.detail;
  if (error instanceof SessionEndedError) return t("error.session_ended");
  if (error instanceof TypeError) return t("error.unreachable");
  return t("error.unexpected");
}
