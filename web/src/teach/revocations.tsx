import type { Schemas } from "../api/client";
import { rich, t } from "../texts/texts";
import { formatDateTime } from "../ui/format";
import { actorName, reasonText } from "./labels";

/** The certificate's revocations, including those that were undone. */
export function Revocations({ revocations }: { revocations: readonly Schemas["Revocation"][] }) {
  if (revocations.length === 0) return null;
  return (
    <div class="stack">
      <h3>{t("revocations.title")}</h3>
      <ol class="history">
        {revocations.map((revocation) => (
          <li key={`${revocation.revoked_at} ${revocation.cause}`}>
            <p>
              {rich("revocations.revoked", {
                time: <time dateTime={revocation.revoked_at}>{formatDateTime(revocation.revoked_at)}</time>,
                actor: actorName(revocation.revoked_by),
              })}{" "}
              <q class="reason" dir="auto">
                {reasonText(revocation.reason)}
              </q>
            </p>
            {revocation.reinstated_at && (
              <p>
                {rich("revocations.reinstated", {
                  time: <time dateTime={revocation.reinstated_at}>{formatDateTime(revocation.reinstated_at)}</time>,
                  actor: actorName(revocation.reinstated_by ?? ""),
                })}
              </p>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
