import { useState } from "preact/hooks";

import { config } from "./config";
import { t } from "./texts/texts";

/** A form that opens the public verification page of a code; no sign-in needed. */
export function VerifyCertificate() {
  const [code, setCode] = useState("");
  return (
    <section class="card stack" aria-labelledby="verify">
      <h2 id="verify">{t("verify.title")}</h2>
      <p>{t("verify.help")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim()) location.assign(config().verification_url + encodeURIComponent(code.trim()));
        }}
      >
        <label for="code">{t("verify.code")}</label>
        <div class="row">
          <input
            id="code"
            class="code"
            required
            maxLength={64}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            placeholder="7K3QM-Z8D2V-XW9RT-B4HNP"
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
          <button class="button">{t("verify.button")}</button>
        </div>
      </form>
    </section>
  );
}
