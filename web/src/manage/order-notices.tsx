import type { Schemas } from "../api/client";
import { learnersPath } from "../teach/paths";

/** The enrollments of a large order are changed in the background. */
export function LinesPending({ order }: { order: Schemas["Order"] }) {
  const hasEnded = order.refunded_at !== null || order.charged_back_at !== null;
  return (
    <div class="notice">
      <p>
        <strong>The enrollments of this large order are being updated in the background.</strong> This takes a few
        minutes.{" "}
        {hasEnded
          ? "Its certificates can no longer be downloaded, but some may still verify as active until then."
          : "Until then, some of them may not match the order yet."}
      </p>
    </div>
  );
}

/** A purchase that no learner has claimed yet. */
export function UnclaimedPurchase({ purchase }: { purchase: NonNullable<Schemas["UnclaimedPurchase"]> }) {
  return (
    <section class="card stack" aria-labelledby="unclaimed">
      <h2 id="unclaimed">Not claimed yet</h2>
      <p>
        This purchase names no learner. The first learner who signs in with the verified e-mail address{" "}
        <strong class="email">{purchase.email}</strong> gets:
      </p>
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
