import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";

import { FoundLearners } from "../teach/find-learner";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { PAGE_SIZE } from "../ui/use-paged-list";
import { useTitle } from "../ui/use-title";

/** What the search in the header finds: `/manage/learners?q=…`. */
export function FindLearners() {
  const { query } = useLocation();
  const text = (query.q ?? "").trim();
  useTitle(text === "" ? "Learners" : `Learners: ${text}`);
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs links={[{ to: "/teach", name: "Teaching" }]} />
        <h1>Learners</h1>
      </header>
      <section class="card stack" aria-label="Search results">
        {text === "" ? (
          <p>Enter a name or a user ID in the search above.</p>
        ) : (
          <>
            <p>
              Searched for <q dir="auto">{text}</q> in all courses.
            </p>
            <Results key={text} query={text} />
          </>
        )}
      </section>
    </div>
  );
}

function Results({ query }: { query: string }) {
  const [shown, setShown] = useState(PAGE_SIZE);
  return <FoundLearners query={query} shown={shown} onMore={setShown} />;
}
