import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";

import { FoundLearners } from "../teach/find-learner";
import { rich, t } from "../texts/texts";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { PAGE_SIZE } from "../ui/use-paged-list";
import { useTitle } from "../ui/use-title";

/** What the search in the header finds: `/manage/learners?q=…`. */
export function FindLearners() {
  const { query } = useLocation();
  const text = (query.q ?? "").trim();
  useTitle(text === "" ? t("learners") : t("find_learners.page_title", { text }));
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs links={[{ to: "/teach", name: t("layout.teaching") }]} />
        <h1>{t("learners")}</h1>
      </header>
      <section class="card stack" aria-label={t("find_learners.results")}>
        {text === "" ? (
          <p>{t("find_learners.empty")}</p>
        ) : (
          <>
            <p>{rich("find_learners.searched", { text: <q dir="auto">{text}</q> })}</p>
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
