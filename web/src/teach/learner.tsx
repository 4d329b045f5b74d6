import { useRoute } from "preact-iso";

import { unwrap, api, type Schemas } from "../api/client";
import { usePerson } from "../session/use-session";
import { t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { ProgressBar } from "../ui/progress-bar";
import { formatDate, formatDateTime, formatPercent } from "../ui/format";
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
  useTitle(data ? t("learner.page_title", { name: displayName(data), course: data.title }) : t("learner"));
  if (!data && error) return <PageError error={error} heading={t("learner")} retry={() => void reload()} />;
  if (!data) return <Loading text={t("learner.loading")} />;
  const name = displayName(data);
  const { label, badgeClass } = ENROLLMENT_LABELS[data.status];
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: t("layout.teaching") },
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
      <a href={learnerOverviewPath(userId)}>{t("learner.all_courses")}</a>
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
      <h2 id="enrollment">{t("learner.progress_and_access")}</h2>
      <div>
        <ProgressBar percent={learner.percent} label={t("learner.bar")} />
        <p class="bar-text">
          {t("learner.lessons_completed", {
            done: learner.completed_lessons,
            count: learner.published_lessons,
            percent: formatPercent(learner.percent),
          })}
        </p>
      </div>
      <dl class="facts">
        <dt>{t("learner.completed_on")}</dt>
        <dd>{completionText(learner)}</dd>
        <dt>{t("learner.access")}</dt>
        <dd>{accessText(learner, new Date())}</dd>
        {isAdmin && (
          <>
            <dt>{t("learner.order")}</dt>
            <dd>
              {learner.order_id ? <a href={orderPath(learner.order_id)}>{learner.order_id}</a> : t("learner.no_order")}
            </dd>
          </>
        )}
        {learner.enrolled_by && (
          <>
            <dt>{t("learner.enrolled_by")}</dt>
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
    ? t("learner.imported", { date: formatDate(learner.completed_at, "medium") })
    : formatDateTime(learner.completed_at);
}

function remainingText(learner: Schemas["LearnerDetail"]): string {
  if (learner.published_lessons === 0) return t("learner.no_lessons");
  if (learner.lessons_needed === 0) return t("learner.not_yet");
  return t("learner.lessons_needed", { count: learner.lessons_needed });
}

/** Whether the learner can open the course, and until when. */
function accessText(learner: Schemas["LearnerDetail"], now: Date): string {
  if (learner.status === "cancelled") return t("learner.access_cancelled");
  if (learner.status === "refunded") return t("learner.access_refunded");
  if (!learner.access_expires_at) return t("learner.access_active");
  const time = formatDateTime(learner.access_expires_at);
  return new Date(learner.access_expires_at) <= now
    ? t("learner.access_ended", { time })
    : t("learner.access_until", { time });
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
