import type { Schemas } from "../api/client";
import { moment } from "../ui/text";
import { byWhom, reasonWords } from "./words";

/** Every revocation of a certificate, those that were taken back too. */
export function Revocations({ revocations }: { revocations: readonly Schemas["Revocation"][] }) {
  if (revocations.length === 0) return null;
  return (
    <div class="stack">
      <h3>History</h3>
      <ol class="history">
        {revocations.map((revocation) => (
          <li key={`${revocation.revoked_at} ${revocation.cause}`}>
            <p>
              <time dateTime={revocation.revoked_at}>{moment(revocation.revoked_at)}</time>: revoked by{" "}
              {byWhom(revocation.revoked_by)}.{" "}
              <q class="reason" dir="auto">
                {reasonWords(revocation.reason)}
              </q>
            </p>
            {revocation.reinstated_at && (
              <p>
                <time dateTime={revocation.reinstated_at}>{moment(revocation.reinstated_at)}</time>: taken back by{" "}
                {byWhom(revocation.reinstated_by ?? "")}.
              </p>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
