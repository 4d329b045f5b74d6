import { rich, t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { formatDateTime } from "../ui/format";
import { useResource } from "../ui/use-resource";
import { type Import, loadImports } from "./enrollment-api";
import { resultText } from "./import-verdicts";
import { importRunPath } from "./paths";

/** The imports of the last days, with links to them; nothing where there are none. */
export function RecentImports({ courseId }: { courseId: string }) {
  const { data, error, reload } = useResource(() => loadImports(courseId), courseId);
  if (!data && error) return <ErrorNotice error={error} retry={() => void reload()} />;
  if (!data || data.items.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="recent">
      <h2 id="recent">{t("recent_imports.title")}</h2>
      <ul class="waiting">
        {data.items.map((found) => (
          <li key={found.import_id}>
            <div>
              <a href={importRunPath(courseId, found.import_id)}>
                <bdi>{found.file_name}</bdi>
              </a>
              <p class="faint">
                {rich("recent_imports.started", {
                  time: formatDateTime(found.requested_at),
                  user: <bdi>{found.requested_by}</bdi>,
                })}
              </p>
            </div>
            <span class="faint">{stateText(found)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateText(found: Import): string {
  switch (found.status) {
    case "running":
      return t("recent_imports.running");
    case "failed":
      return t("recent_imports.interrupted");
    case "done":
      return resultText(found.counts);
  }
}
