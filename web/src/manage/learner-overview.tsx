import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";

import { PageError } from "../teach/page-error";
import { FIND_LEARNERS_PATH } from "../teach/paths";
import { key, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { ErrorNotice } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { saveFile } from "../ui/save-file";
import { useResource } from "../ui/use-resource";
import { useTitle } from "../ui/use-title";
import { EraseDialog } from "./erase-dialog";
import { erase, exportData, loadOverview, type Overview } from "./learner-api";
import { LearnersCourseCard } from "./learners-course-card";
import { NameDialog } from "./name-dialog";
import { namesOf, shownName } from "./learner-names";

/** One learner in all courses: `/manage/learners/{user_id}`. */
export function LearnerOverview({ userId }: { userId: string }) {
  return <OverviewPage key={userId} userId={userId} />;
}

function OverviewPage({ userId }: { userId: string }) {
  const { data, error, reload } = useResource(() => loadOverview(userId), userId);
  useTitle(data ? shownName(data) : t("learner"));
  if (!data && error) return <PageError error={error} heading={t("learner")} retry={() => void reload()} />;
  if (!data) return <Loading text={t("learner_overview.loading")} />;
  const name = shownName(data);
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: t("layout.teaching") },
            { to: FIND_LEARNERS_PATH, name: t("learners") },
          ]}
        />
        <div>
          <h1>
            <span dir="auto">{name}</span>
          </h1>
          {name !== data.userId && <p class="faint">{data.userId}</p>}
        </div>
      </header>
      {error !== undefined && <ErrorNotice error={error} retry={() => void reload()} />}
      <Names overview={data} onChange={reload} />
      <section class="stack" aria-labelledby="courses">
        <h2 id="courses">{t("learner_overview.courses", { count: data.courses.length })}</h2>
        {data.courses.length === 0 && <p>{t("learner_overview.no_courses")}</p>}
        <ul class="courses" aria-labelledby="courses">
          {data.courses.map((course) => (
            <LearnersCourseCard key={course.course_id} course={course} onChange={reload} />
          ))}
        </ul>
      </section>
      <Data overview={data} name={name} />
    </div>
  );
}

/** The names that are on record, and their correction in all courses. */
function Names({ overview, onChange }: { overview: Overview; onChange: () => Promise<void> }) {
  const [isOpen, setOpen] = useState(false);
  const names = namesOf(overview);
  return (
    <section class="card stack" aria-labelledby="name">
      <h2 id="name">{t("name")}</h2>
      <dl class="facts">
        <dt>{t("learner_overview.in_courses")}</dt>
        <dd>
          <NameList names={names.inCourses} none={t("learner_overview.no_name")} />
        </dd>
        <dt>{t("learner_overview.on_certificates")}</dt>
        <dd>
          <NameList names={names.onCertificates} none={t("learner_overview.no_certificate")} />
        </dd>
        {overview.profileName !== null && (
          <>
            <dt>{t("learner_overview.as_entered")}</dt>
            <dd dir="auto">{overview.profileName}</dd>
          </>
        )}
      </dl>
      {overview.courses.length > 0 && (
        <div>
          <button class="button" onClick={() => setOpen(true)}>
            {t("learner_overview.correct")}
          </button>
        </div>
      )}
      <NameDialog
        open={isOpen}
        overview={overview}
        onClose={() => {
          setOpen(false);
          void onChange();
        }}
      />
    </section>
  );
}

function NameList({ names, none }: { names: readonly string[]; none: string }) {
  if (names.length === 0) return <span class="faint">{none}</span>;
  return (
    <ul class="plain-list">
      {names.map((name) => (
        <li key={name}>
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** The learner's data: to export, and to erase. */
function Data({ overview, name }: { overview: Overview; name: string }) {
  const { route } = useLocation();
  const [isOpen, setOpen] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const [error, setError] = useState<unknown>();
  const download = async () => {
    if (isExporting) return;
    setExporting(true);
    setError(undefined);
    try {
      saveFile(await exportData(overview.userId), `learner-${overview.userId.replaceAll(/[^\w.@-]/g, "_")}.json`);
      announce(t("learner_overview.exported"));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setExporting(false);
    }
  };
  return (
    <section class="card stack" aria-labelledby="data">
      <h2 id="data">{t("learner_overview.data")}</h2>
      <p>{t("learner_overview.export_help")}</p>
      {error !== undefined && <ErrorNotice error={error} retry={() => void download()} />}
      <div class="row">
        <button class="button" aria-disabled={isExporting} onClick={download}>
          {t(isExporting ? key("learner_overview.exporting") : key("learner_overview.export"))}
        </button>
        <button class="button button-bad" onClick={() => setOpen(true)}>
          {t("learner_overview.erase")}
        </button>
      </div>
      <EraseDialog
        open={isOpen}
        userId={overview.userId}
        name={name}
        onClose={() => setOpen(false)}
        erase={async () => {
          await erase(overview.userId);
          setOpen(false);
          announce(t("learner_overview.erased"));
          route(FIND_LEARNERS_PATH);
        }}
      />
    </section>
  );
}
