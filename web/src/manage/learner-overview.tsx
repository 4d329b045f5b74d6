import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";

import { PageError } from "../teach/page-error";
import { FIND_LEARNERS_PATH } from "../teach/paths";
import { announce } from "../ui/announcer";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { ErrorNotice } from "../ui/error-notice";
import { pluralize } from "../ui/format";
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
  useTitle(data ? shownName(data) : "Learner");
  if (!data && error) return <PageError error={error} heading="Learner" retry={() => void reload()} />;
  if (!data) return <Loading text="Loading the learner…" />;
  const name = shownName(data);
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: "Teaching" },
            { to: FIND_LEARNERS_PATH, name: "Learners" },
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
        <h2 id="courses">{pluralize(data.courses.length, "course")}</h2>
        {data.courses.length === 0 && <p>This learner is not enrolled in any course.</p>}
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
      <h2 id="name">Name</h2>
      <dl class="facts">
        <dt>In the courses</dt>
        <dd>
          <NameList names={names.inCourses} none="No name on record" />
        </dd>
        <dt>On certificates in force</dt>
        <dd>
          <NameList names={names.onCertificates} none="No certificate in force" />
        </dd>
        {overview.profileName !== null && (
          <>
            <dt>As entered by the learner</dt>
            <dd dir="auto">{overview.profileName}</dd>
          </>
        )}
      </dl>
      {overview.courses.length > 0 && (
        <div>
          <button class="button" onClick={() => setOpen(true)}>
            Correct the name…
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
      announce("Data exported.");
    } catch (thrown) {
      setError(thrown);
    } finally {
      setExporting(false);
    }
  };
  return (
    <section class="card stack" aria-labelledby="data">
      <h2 id="data">Data</h2>
      <p>
        The export has all data about this learner, as JSON: enrollments, progress, completions, certificates, name.
      </p>
      {error !== undefined && <ErrorNotice error={error} retry={() => void download()} />}
      <div class="row">
        <button class="button" aria-disabled={isExporting} onClick={download}>
          {isExporting ? "Exporting…" : "Export data"}
        </button>
        <button class="button button-bad" onClick={() => setOpen(true)}>
          Erase…
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
          announce("Learner erased.");
          route(FIND_LEARNERS_PATH);
        }}
      />
    </section>
  );
}
