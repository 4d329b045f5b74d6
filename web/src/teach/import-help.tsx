import { rich, t } from "../texts/texts";
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
      <summary>{t("import_help.title")}</summary>
      <p>{t("import_help.text")}</p>
      <dl class="facts">
        <dt>{rich("import_help.who_columns", { email: <code>{"email"}</code>, user_id: <code>{"user_id"}</code> })}</dt>
        <dd>{t("import_help.who")}</dd>
        <dt>
          <code>{"name"}</code>
        </dt>
        <dd>{t("import_help.name")}</dd>
        {kind === "history" && (
          <>
            <dt>
              <code>{"completed_at"}</code>
            </dt>
            <dd>{t("import_help.completed_at")}</dd>
          </>
        )}
        <dt>
          <code>{"access_expires_at"}</code>
        </dt>
        <dd>{t("import_help.expires_at")}</dd>
      </dl>
      <p>
        <button
          class="button"
          type="button"
          onClick={() => saveFile(new Blob(["\ufeff", EXAMPLES[kind]], { type: "text/csv" }), "learners.csv")}
        >
          {t("import_help.example")}
        </button>
      </p>
    </details>
  );
}
