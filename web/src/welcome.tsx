import { useState } from "preact/hooks";

import { VerifyCertificate } from "./verify-certificate";
import { hasSignInFailed, signIn } from "./session/session";
import { ErrorNotice } from "./ui/error-notice";
import { t } from "./texts/texts";
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
        <p class="lead">{t("welcome.lead")}</p>
        <button class="button button-main" onClick={() => signIn().catch(setFailed)}>
          {t("sign_in")}
        </button>
        {failed !== undefined && <ErrorNotice error={failed} />}
        {failed === undefined && hasSignInFailed() && (
          <div class="notice notice-bad" role="alert">
            <p>{t("sign_in.failed")}</p>
          </div>
        )}
      </div>
      <VerifyCertificate />
    </div>
  );
}
