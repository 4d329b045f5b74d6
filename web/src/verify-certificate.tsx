import { useState } from "preact/hooks";

import { config } from "./config";

/** The way from a code on paper to what it says: the public page answers, without a sign-in. */
export function VerifyCertificate() {
  const [code, setCode] = useState("");
  return (
    <section class="card" aria-labelledby="check">
      <h2 id="check">Check a certificate</h2>
      <p>The code stands on the certificate. Capitals, spaces and hyphens do not matter.</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim()) location.assign(config().verification_url + encodeURIComponent(code.trim()));
        }}
      >
        <label for="code">Verification code</label>
        <div class="beside">
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
          <button class="button">Check</button>
        </div>
      </form>
    </section>
  );
}
