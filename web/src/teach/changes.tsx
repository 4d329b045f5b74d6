import { useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { usePerson } from "../session/use-session";
import { t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { formatDateTime } from "../ui/format";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import type { LoadChanges } from "./change-api";
import { type Change, fieldLines, sentence, shownText } from "./change-text";

/**
 * Who changed what, and when: a section that is closed at first, and loads its list when it is opened.
 *
 * Its buttons submit a form that it is in: it belongs beside the page's form.
 *
 * @param of identifies what the changes are about.
 * @param revision another one reads the list again, after a change on the page.
 */
export function Changes(props: { of: string; revision: string | number; load: LoadChanges }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="card">
      <details class="changes" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h2>{t("changes.title")}</h2>
        </summary>
        {isOpen && <ChangeList key={`${props.of} ${props.revision}`} {...props} />}
      </details>
    </section>
  );
}

function ChangeList(props: { of: string; load: LoadChanges }) {
  const [wanted, setWanted] = useState(PAGE_SIZE);
  const list = usePagedList<Change, Schemas["ChangeList"]>(props.load, props.of, wanted);
  const { items } = list;
  if (!list.lastPage && list.error === undefined) return <Loading text={t("changes.loading")} />;
  return (
    <div class="stack">
      {list.lastPage && items.length === 0 && <p class="faint">{t("changes.none")}</p>}
      {items.length > 0 && (
        <ol class="change-list">
          {items.map((change) => (
            <ChangeItem key={change.change_id} change={change} />
          ))}
        </ol>
      )}
      {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
      {items.length > 0 && (
        <ShowMore
          summary={shownText(items.length, list.complete)}
          hasMore={!list.complete}
          loading={list.loading}
          onMore={() => setWanted(items.length + PAGE_SIZE)}
        />
      )}
    </div>
  );
}

function ChangeItem({ change }: { change: Change }) {
  const person = usePerson();
  const lines = fieldLines(change);
  return (
    <li>
      <p>
        <time dateTime={change.at} class="faint">
          {formatDateTime(change.at)}
        </time>
        {" · "}
        {sentence(change, person, (name) => (
          <bdi>{name}</bdi>
        ))}
      </p>
      {lines.length > 0 && (
        <ul class="change-fields">
          {lines.map((line) => (
            <li key={line} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
