import { learnerPath } from "../teach/paths";
import { t } from "../texts/texts";
import { ShowMore } from "../ui/show-more";
import { PAGE_SIZE } from "../ui/use-paged-list";
import type { LoadedOrder } from "./use-order";

/** The enrollments that an order pays for, page by page. */
export function OrderLines({ list, onMore }: { list: LoadedOrder; onMore: () => void }) {
  const count = list.items.length;
  return (
    <section class="card stack" aria-labelledby="lines">
      <h2 id="lines">{t("order_lines.title")}</h2>
      {count === 0 && <p>{t("order.none_recorded")}</p>}
      {count > 0 && (
        <ul class="order-lines">
          {list.items.map((line) => (
            <li key={`${line.user_id} ${line.course_id}`}>
              <a href={learnerPath(line.course_id, line.user_id)}>
                {t("order_lines.line", { user: line.user_id, course: line.course_id })}
              </a>
            </li>
          ))}
        </ul>
      )}
      {(count > PAGE_SIZE || !list.complete) && (
        <ShowMore
          summary={list.complete ? t("order_lines.all_shown", { count }) : t("order_lines.shown", { count })}
          hasMore={!list.complete}
          loading={list.loading}
          onMore={onMore}
        />
      )}
    </section>
  );
}
