import { useRoute } from "preact-iso";

import { unwrap, api, type Schemas } from "../api/client";
import { usePerson } from "../session/use-session";
import { ErrorNotice } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { ProgressBar } from "../ui/progress-bar";
import { formatDate, formatDateTime, pluralize } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { useResource } from "../ui/use-resource";
import { changesOfLearner } from "./change-api";
import { Changes } from "./changes";
import { LearnerAccess } from "./learner-access";
import { learnerOverviewPath, learnersPath, orderPath } from "./paths";
import { LearnerCertificate } from "./learner-certificate";
import { LearnerLessons } from "./learner-lessons";
import { PageError } from "./page-error";
import { MixedScriptsBadge } from "./badges";
import { displayName } from "./learner-summary";
import { ENROLLMENT_LABELS } from "./labels";
import { useIsAdmin } from "./use-role";

/** One learner in one course: progress, access, order and certificate. */
export function Learner() {
  const { courseId = "", userId = "" } = useRoute().params;
  return <LearnerPage key={`${courseId} ${userId}`} courseId={courseId} userId={userId} />;
}

function LearnerPage({ courseId, userId }: { courseId: string; userId: string }) {
  const { data, error, reload, setData } = useResource(() => {
    const path = { course_id: courseId, user_id: userId };
    return unwrap(api.GET("/admin/courses/{course_id}/learners/{user_id}", { params: { path } }));
  }, `${courseId} ${userId}`);
  useTitle(data ? `${displayName(data)} in ${data.title}` : "Learner");
  if (!data && error) return <PageError error={error} heading="Learner" retry={() => void reload()} />;
  if (!data) return <Loading text="Loading the learner…" />;
  const name = displayName(data);
  const { label, badgeClass } = ENROLLMENT_LABELS[data.status];
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: "Teaching" },
            { to: learnersPath(courseId), name: data.title },
          ]}
        />
        <div class="title-line">
          <div>
            <h1>
              <span dir="auto">{name}</span>
            </h1>
            {data.name_mixes_scripts && <MixedScriptsBadge />}
            {name !== data.user_id && <p class="faint">{data.user_id}</p>}
            <OtherCourses userId={data.user_id} />
          </div>
          <span class={`badge ${badgeClass}`}>{label}</span>
        </div>
      </header>
      {error !== undefined && <ErrorNotice error={error} retry={() => void reload()} />}
      <Enrollment courseId={courseId} learner={data} onChange={setData} />
      <LearnerCertificate learner={data} onChange={(certificate) => setData(withCertificate(data, certificate))} />
      <LearnerLessons learner={data} onChange={reload} />
      <Changes
        of={`learner ${courseId} ${userId}`}
        revision={JSON.stringify(data)}
        load={changesOfLearner(courseId, userId)}
      />
    </div>
  );
}

/** For admins, the way to the learner's other courses. */
function OtherCourses({ userId }: { userId: string }) {
  if (!usePerson()?.isAdmin) return null;
  return (
    <p>
      <a href={learnerOverviewPath(userId)}>All courses of this learner</a>
    </p>
  );
}

function Enrollment(props: {
  courseId: string;
  learner: Schemas["LearnerDetail"];
  onChange: (learner: Schemas["LearnerDetail"]) => void;
}) {
  const { learner } = props;
  const isAdmin = useIsAdmin();
  return (
    <section class="card stack" aria-labelledby="enrollment">
      <h2 id="enrollment">Progress and access</h2>
      <div>
        <ProgressBar percent={learner.percent} label="Lessons completed" />
        <p class="bar-text">
          {learner.completed_lessons} of {pluralize(learner.published_lessons, "lesson")} completed ({learner.percent}%)
        </p>
      </div>
      <dl class="facts">
        <dt>Completed on</dt>
        <dd>{completionText(learner)}</dd>
        <dt>Access</dt>
        <dd>{accessText(learner, new Date())}</dd>
        {isAdmin && (
          <>
            <dt>Order</dt>
            <dd>
              {learner.order_id ? <a href={orderPath(learner.order_id)}>{learner.order_id}</a> : "None on record"}
            </dd>
          </>
        )}
        {learner.enrolled_by && (
          <>
            <dt>Enrolled by</dt>
            <dd>
              <bdi>{learner.enrolled_by}</bdi>
            </dd>
          </>
        )}
      </dl>
      <LearnerAccess courseId={props.courseId} learner={learner} onChange={props.onChange} />
    </section>
  );
}

function completionText(learner: Schemas["LearnerDetail"]): string {
  if (!learner.completed_at) return remainingText(learner);
  return learner.completion_source === "imported"
    ? `${formatDate(learner.completed_at, "medium")}, imported from elsewhere`
    : formatDateTime(learner.completed_at);
}

function remainingText(learner: Schemas["LearnerDetail"]): string {
  if (learner.published_lessons === 0) return "Not yet. The course has no published lessons.";
  if (learner.lessons_needed === 0) return "Not yet";
  return `Not yet. ${pluralize(learner.lessons_needed, "more lesson")} needed.`;
}

/** Whether the learner can open the course, and until when. */
function accessText(learner: Schemas["LearnerDetail"], now: Date): string {
  if (learner.status === "cancelled") return "Ended. The enrollment was cancelled; progress and certificate are kept.";
  if (learner.status === "refunded") return "Ended. The payment was refunded or reversed.";
  if (!learner.access_expires_at) return "Active, with no end date";
  const end = formatDateTime(learner.access_expires_at);
  return new Date(learner.access_expires_at) <= now ? `Ended on ${end}` : `Active until ${end}`;
}

/** The learner with the certificate from the response to a correction, revocation or reinstatement. */
function withCertificate(
  learner: Schemas["LearnerDetail"],
  certificate: Schemas["Certificate"],
): Schemas["LearnerDetail"] {
  // While certificates are disabled for the course, an active one is shown as disabled; a revoked one as revoked.
  const active = learner.certificate.state === "disabled" ? "disabled" : "issued";
  const state = certificate.status === "revoked" ? "revoked" : active;
  return {
    ...learner,
    certificate: { ...learner.certificate, ...certificate, state },
    revocations: certificate.revocations,
  };
}
