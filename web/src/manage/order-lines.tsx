import { learnerPath } from "../teach/paths";
import { pluralize } from "../ui/format";
import { ShowMore } from "../ui/show-more";
import { PAGE_SIZE } from "../ui/use-paged-list";
import type { LoadedOrder } from "./use-order";

/** The enrollments that an order pays for, page by page. */
export function OrderLines({ list, onMore }: { list: LoadedOrder; onMore: () => void }) {
  const count = list.items.length;
  return (
    <section class="card stack" aria-labelledby="lines">
      <h2 id="lines">Enrollments paid by this order</h2>
      {count === 0 && <p>None on record.</p>}
      {count > 0 && (
        <ul class="order-lines">
          {list.items.map((line) => (
            <li key={`${line.user_id} ${line.course_id}`}>
              <a href={learnerPath(line.course_id, line.user_id)}>
                {line.user_id} in {line.course_id}
              </a>
            </li>
          ))}
        </ul>
      )}
      {(count > PAGE_SIZE || !list.complete) && (
        <ShowMore
          summary={`${list.complete ? "All " : ""}${pluralize(count, "enrollment")} shown.`}
          hasMore={!list.complete}
          loading={list.loading}
          onMore={onMore}
        />
      )}
    </section>
  );
}
