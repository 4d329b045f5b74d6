import { unwrap, api, type Schemas } from "../api/client";
import { usePerson } from "../session/use-session";
import { key, rich, t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { formatPercent } from "../ui/format";
import { SearchField } from "../ui/search-field";
import { ShowMore } from "../ui/show-more";
import { useDebounced } from "../ui/use-debounced";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import { useStatusAnnouncement } from "../ui/use-status-announcement";
import { MixedScriptsBadge } from "./badges";
import { displayName } from "./learner-summary";
import { byLearner, type Found } from "./found-learners";
import { learnerOverviewPath, learnerPath } from "./paths";
import { foundStatus } from "./search-status";
import { useIsAdmin } from "./use-role";

const INITIAL_VIEW = { query: "", shown: PAGE_SIZE };

/** A search for learners in all courses of the user; it asks the service nothing before something is typed. */
export function FindLearner() {
  const isAdmin = useIsAdmin();
  const [view, setView] = useHistoryState("find-learner", INITIAL_VIEW);
  const query = useDebounced(view.query.trim());
  return (
    <section class="card stack" aria-labelledby="find-learner">
      <h2 id="find-learner">{t("find_learner.title")}</h2>
      <search>
        <SearchField
          id="find-in-all"
          label={t(isAdmin ? key("find_learner.search_all") : key("find_learner.search_own"))}
          value={view.query}
          onChange={(text) => setView({ query: text, shown: PAGE_SIZE })}
        />
      </search>
      {query !== "" && (
        <FoundLearners key={query} query={query} shown={view.shown} onMore={(shown) => setView({ ...view, shown })} />
      )}
    </section>
  );
}

/** The learners that a search of all courses finds. */
export function FoundLearners(props: { query: string; shown: number; onMore: (shown: number) => void }) {
  const { query } = props;
  const list = usePagedList<Schemas["FoundLearner"], Schemas["FoundLearnerList"]>(
    ({ cursor, limit, signal }) =>
      unwrap(
        api.GET("/admin/learners", { params: { query: { q: query, limit, ...(cursor ? { cursor } : {}) } }, signal }),
      ),
    query,
    props.shown,
  );
  const visible = list.items.slice(0, props.shown);
  const hasMore = list.items.length > props.shown || !list.complete;
  const status = foundStatus(list.items.length, list.loading, list.complete);
  useStatusAnnouncement(status, query, list.loading);
  return (
    <>
      {status && <p class="status">{status}</p>}
      {list.lastPage?.complete === false && <p class="hint">{t("find_learner.indexing")}</p>}
      {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
      {visible.length > 0 && (
        <>
          <ul class="found-learners" aria-label={t("learners.found")}>
            {byLearner(visible).map((found) => (
              <FoundLearner key={`${found[0].course_id} ${found[0].user_id}`} found={found} />
            ))}
          </ul>
          {(hasMore || visible.length > PAGE_SIZE) && (
            <ShowMore
              summary={t("learners.shown", { count: visible.length })}
              hasMore={hasMore}
              loading={list.loading}
              onMore={() => props.onMore(visible.length + PAGE_SIZE)}
            />
          )}
        </>
      )}
    </>
  );
}

/** A learner, with each of the courses in which the search found them. */
function FoundLearner({ found }: { found: Found }) {
  const [first] = found;
  const name = displayName(first);
  const isAdmin = usePerson()?.isAdmin ?? false;
  const path = isAdmin ? learnerOverviewPath(first.user_id) : learnerPath(first.course_id, first.user_id);
  return (
    <li>
      <a class="learner-link" href={path}>
        <span class="learner-name">
          <bdi>{name}</bdi>
        </span>{" "}
        {first.name_mixes_scripts && <MixedScriptsBadge />}{" "}
        {name !== first.user_id && <span class="learner-id">{first.user_id}</span>}
      </a>
      <ul class="found-courses" aria-label={t("find_learner.courses_of", { name })}>
        {found.map((entry) => (
          <li key={entry.course_id}>
            <a class="found-course" href={learnerPath(entry.course_id, entry.user_id)}>
              {rich("find_learner.course", {
                title: <bdi>{entry.course_title}</bdi>,
                percent: formatPercent(entry.percent),
              })}
            </a>
          </li>
        ))}
      </ul>
    </li>
  );
}
