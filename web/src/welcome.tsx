import { useState } from "preact/hooks";

import { VerifyCertificate } from "./verify-certificate";
import { hasSignInFailed, signIn } from "./session/session";
import { ErrorNotice } from "./ui/error-notice";
import { Laurel } from "./ui/icons";
import { useTitle } from "./ui/use-title";

/** The home page of visitors who are not signed in. */
export function Welcome() {
  useTitle("");
  const [failed, setFailed] = useState<unknown>();
  return (
    <div class="welcome">
      <div class="hero">
        <Laurel />
        <h1>Laurel</h1>
        <p class="lead">Finish your courses and earn certificates that anyone can verify.</p>
        <button class="button button-main" onClick={() => signIn().catch(setFailed)}>
          Sign in
        </button>
        {failed !== undefined && <ErrorNotice error={failed} />}
        {failed === undefined && hasSignInFailed() && (
          <div class="notice notice-bad" role="alert">
            <p>Sign-in failed. Please try again.</p>
          </div>
        )}
      </div>
      <VerifyCertificate />
    </div>
  );
}
