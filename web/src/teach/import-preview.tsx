import { useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { rich, t } from "../texts/texts";
import { formatDate, formatNumber } from "../ui/format";
import type { Kind, Preview } from "./enrollment-api";
import { PLANNED, type Verdict, VERDICT_BADGES, VERDICTS } from "./import-verdicts";
import { lastDay } from "./school-day";

/** What the import of a file would do: counts, and rows by verdict. */
export function ImportPreview({ preview, kind }: { preview: Preview; kind: Kind }) {
  const present = VERDICTS.filter((verdict) => preview.counts[verdict] > 0);
  const [chosen, setChosen] = useState<Verdict | null>(null);
  const shown = chosen !== null && present.includes(chosen) ? chosen : present[0];
  if (shown === undefined) return null;
  const rows = preview.items.filter(({ verdict }) => verdict === shown);
  const total = preview.counts[shown];
  return (
    <div class="stack">
      <Notes preview={preview} />
      <div class="verdicts" role="group" aria-label={t("import_preview.rows_to_show")}>
        {present.map((verdict) => (
          <button
            key={verdict}
            type="button"
            class="verdict"
            aria-pressed={verdict === shown}
            onClick={() => setChosen(verdict)}
          >
            <span class="verdict-count">{formatNumber(preview.counts[verdict])}</span>
            <span class={`badge ${VERDICT_BADGES[verdict]}`}>{t(PLANNED[verdict])}</span>
          </button>
        ))}
      </div>
      <div
        class="table-frame"
        tabIndex={0}
        role="region"
        aria-label={t("import_preview.rows", { verdict: t(PLANNED[shown]) })}
      >
        <table class="import-rows">
          <thead>
            <tr>
              <th scope="col">{t("import_preview.row")}</th>
              <th scope="col">{t("learner")}</th>
              <th scope="col">{t("name")}</th>
              {kind === "history" && <th scope="col">{t("import_preview.completed_on")}</th>}
              <th scope="col">{t("import_preview.last_day")}</th>
              {rows.some(({ reason }) => reason !== null) && <th scope="col">{t("import_preview.why_not")}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.row} row={row} kind={kind} hasReasons={rows.some(({ reason }) => reason !== null)} />
            ))}
          </tbody>
        </table>
      </div>
      {total > rows.length && (
        <p class="faint">{t("import_preview.first_shown", { shown: rows.length, count: total })}</p>
      )}
    </div>
  );
}

function Row({ row, kind, hasReasons }: { row: Schemas["EnrollmentImportRow"]; kind: Kind; hasReasons: boolean }) {
  return (
    <tr>
      <td>{row.row}</td>
      <td>
        <bdi>{row.user_id ?? row.email}</bdi>
        {row.waits && <span class="hint"> {t("import_preview.waits")}</span>}
      </td>
      <td>{row.name && <bdi>{row.name}</bdi>}</td>
      {kind === "history" && <td>{row.completed_at && formatDate(row.completed_at, "medium")}</td>}
      <td>{row.access_expires_at && formatDay(row.access_expires_at)}</td>
      {hasReasons && <td lang="en">{row.reason}</td>}
    </tr>
  );
}

/** The last day of access that ends at an instant. */
function formatDay(instant: string): string {
  return formatDate(`${lastDay(instant)}T12:00:00Z`, "medium", "UTC");
}

function Notes({ preview }: { preview: Preview }) {
  const ignored = preview.ignored_columns.join(", ");
  return (
    <>
      {preview.encoding === "windows-1252" && <p class="notice">{t("import_preview.not_utf8")}</p>}
      {ignored && <p class="faint">{rich("import_preview.ignored", { columns: <bdi>{ignored}</bdi> })}</p>}
    </>
  );
}
