import { useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { key, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { ErrorNotice } from "../ui/error-notice";
import { saveFile } from "../ui/save-file";
import { archives, csvFiles, type Period } from "./certificates-api";

type Kind = "csv" | "zip";

/** Downloads a period's certificates: as CSV, or the PDFs of the active ones in ZIPs. */
export function CertificateDownloads({ course, period }: { course: Schemas["Course"]; period: Period }) {
  const [busy, setBusy] = useState<Kind>();
  const [message, setMessage] = useState<string>();
  const [error, setError] = useState<unknown>();

  const run = async (kind: Kind, download: () => Promise<string>) => {
    if (busy) return;
    setBusy(kind);
    setError(undefined);
    setMessage(undefined);
    try {
      const done = await download();
      setMessage(done);
      announce(done);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(undefined);
    }
  };

  return (
    <div class="stack">
      <div class="row">
        <button
          class="button"
          aria-disabled={busy !== undefined}
          onClick={() => run("csv", () => saveCsv(course, period))}
        >
          {t(busy === "csv" ? key("certificate_downloads.downloading") : key("certificate_downloads.csv"))}
        </button>
        <button
          class="button"
          aria-disabled={busy !== undefined}
          onClick={() => run("zip", () => saveArchives(course, period))}
        >
          {t(busy === "zip" ? key("certificate_downloads.downloading") : key("certificate_downloads.pdfs"))}
        </button>
      </div>
      {message && <p class="hint">{message}</p>}
      {error !== undefined && <ErrorNotice error={error} />}
    </div>
  );
}

async function saveCsv(course: Schemas["Course"], period: Period): Promise<string> {
  let files = 0;
  for await (const file of csvFiles(course.course_id, period)) {
    files += 1;
    saveFile(file, `certificates-${course.slug}${files === 1 ? "" : `-${files}`}.csv`);
  }
  return t("certificate_downloads.done_csv", { files });
}

async function saveArchives(course: Schemas["Course"], period: Period): Promise<string> {
  let [files, certificates] = [0, 0];
  for await (const archive of archives(course.course_id, period)) {
    if (archive.url === null) continue;
    const response = await fetch(archive.url);
    if (!response.ok) throw new TypeError(`the storage answered ${response.status}`);
    files += 1;
    certificates += archive.certificates;
    saveFile(await response.blob(), `certificates-${course.slug}${files === 1 ? "" : `-${files}`}.zip`);
  }
  if (files === 0) return t("certificate_downloads.none");
  return t("certificate_downloads.done_pdfs", { certificates, files });
}
