import { saveFile } from "../ui/save-file";
import type { Kind } from "./enrollment-api";

const EXAMPLES: Readonly<Record<Kind, string>> = {
  enroll: "email,name,access_expires_at\nana@example.org,Ana Sousa,2027-06-30\nben@example.org,Ben Ochieng,\n",
  history: "email,name,completed_at\nana@example.org,Ana Sousa,2024-06-30\nben@example.org,Ben Ochieng,2023-12-01\n",
};

/** How a file has to look, with an example to download. */
export function ImportHelp({ kind }: { kind: Kind }) {
  return (
    <details class="import-help">
      <summary>How the file has to look</summary>
      <p>
        Save your spreadsheet as CSV. The first row names the columns, in any order; columns of other names are ignored.
      </p>
      <dl class="facts">
        <dt>
          <code>email</code> or <code>user_id</code>
        </dt>
        <dd>Who it is. Learners by e-mail address are enrolled as soon as they sign in with it.</dd>
        <dt>
          <code>name</code>
        </dt>
        <dd>Printed on the certificate. Leave it empty to keep the name that there is.</dd>
        {kind === "history" && (
          <>
            <dt>
              <code>completed_at</code>
            </dt>
            <dd>
              When they completed the course, as 2024-06-30 or 30.06.2024. Certificates have the date of their first
              download.
            </dd>
          </>
        )}
        <dt>
          <code>access_expires_at</code>
        </dt>
        <dd>The last day of access. Leave it empty for no end, or to keep the end that there is.</dd>
      </dl>
      <p>
        <button
          class="button"
          type="button"
          onClick={() => saveFile(new Blob(["\ufeff", EXAMPLES[kind]], { type: "text/csv" }), "learners.csv")}
        >
          Download an example
        </button>
      </p>
    </details>
  );
}
