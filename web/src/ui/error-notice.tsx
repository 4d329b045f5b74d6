import { ProblemError } from "../api/client";
import { SessionEndedError, signIn } from "../session/session";

/** What went wrong, in words, with what can be done about it. */
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

/** One sentence for a person, of anything that was thrown. */
export function errorMessage(error: unknown): string {
  if (error instanceof ProblemError) return error.detail;
  if (error instanceof SessionEndedError) return "Your session has ended. Nothing is lost.";
  if (error instanceof TypeError) return "The service cannot be reached right now. Is this device online?";
  return "Something went wrong on this page.";
}
