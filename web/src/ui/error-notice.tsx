import { ProblemError } from "../api/client";
import { SessionEndedError, signIn } from "../session/session";

/** An error message, with a button to sign in or to try again where that helps. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div class="notice notice-bad" role="alert">
      <p>{errorMessage(error)}</p>
      {error instanceof SessionEndedError ? (
        <button class="button" onClick={() => void signIn()}>
          Sign in again
        </button>
      ) : (
        retry && (
          <button class="button" onClick={retry}>
            Try again
          </button>
        )
      )}
    </div>
  );
}

/** A message to display for anything that was thrown. */
export function errorMessage(error: unknown): string {
  if (error instanceof ProblemError) return error.detail;
  if (error instanceof SessionEndedError) return "Your session has expired. Please sign in again.";
  if (error instanceof TypeError) return "The service cannot be reached. Check your internet connection and try again.";
  return "Something went wrong. Please reload this page.";
}
