import type { Schemas } from "../api/client";
import { learnersPath } from "../teach/paths";
import { key, rich, t } from "../texts/texts";

/** The enrollments of a large order are changed in the background. */
export function LinesPending({ order }: { order: Schemas["Order"] }) {
  const hasEnded = order.refunded_at !== null || order.charged_back_at !== null;
  return (
    <div class="notice">
      <p>
        <strong>{t("order_notices.pending")}</strong>{" "}
        {t(hasEnded ? key("order_notices.pending_ended") : key("order_notices.pending_changed"))}
      </p>
    </div>
  );
}

/** A purchase that no learner has claimed yet. */
export function UnclaimedPurchase({ purchase }: { purchase: NonNullable<Schemas["UnclaimedPurchase"]> }) {
  return (
    <section class="card stack" aria-labelledby="unclaimed">
      <h2 id="unclaimed">{t("order_notices.unclaimed")}</h2>
      <p>{rich("order_notices.unclaimed_text", { email: <strong class="email">{purchase.email}</strong> })}</p>
      <ul class="order-lines">
        {purchase.course_ids.map((courseId) => (
          <li key={courseId}>
            <a href={learnersPath(courseId)}>{courseId}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
