// What waits to be sent: a list, and what becomes of it. Nothing here changes what it is given.
import { merge, type Range, take } from "../played";

interface Happening {
  /** A new one for each event, and for each that several were merged into: an answer is for what was sent, no more. */
  readonly event_id: string;
  readonly lesson_id: string;
  readonly occurred_at: string;
}

/** A part of a video was played. */
export interface Playback extends Happening {
  readonly type: "playback";
  readonly position_seconds: number;
  readonly played: readonly Range[];
}

/** An article was read. */
export interface Completed extends Happening {
  readonly type: "completed";
}

export type ProgressEvent = Playback | Completed;

/** An event, and the course that it belongs to. */
export interface Waiting {
  readonly slug: string;
  readonly event: ProgressEvent;
}

/** A batch of the API. */
const MOST_EVENTS = 100;
/** An event's ranges; the API takes 1,000. A batch that it finds too large is halved. */
const MOST_RANGES = 100;
/** Never reached by one device that was offline for long: one event a lesson is all that is kept. */
const MOST_WAITING = 2000;

/**
 * The list with one more event.
 *
 * What waits for the same lesson becomes one event with it: all that was played, and the newest position. So a day
 * offline is as small as a minute. The merged event is a new one, with a name of its own: an answer for the old one,
 * which may be on its way, does not take away what was added since.
 */
export function added(list: readonly Waiting[], entry: Waiting, newId: () => string): Waiting[] {
  const same = list.filter((other) => sameThing(other, entry));
  if (same.length === 0) return bounded([...list, ...split(entry, newId)]);
  const rest = list.filter((other) => !sameThing(other, entry));
  return bounded([...rest, ...split(together([...same, entry], newId()), newId)]);
}

/** The list without those that were answered. */
export function without(list: readonly Waiting[], answered: ReadonlySet<string>): Waiting[] {
  return list.filter(({ event }) => !answered.has(event.event_id));
}

/** The names of the events of a list. */
export function ids(list: readonly Waiting[]): Set<string> {
  return new Set(list.map(({ event }) => event.event_id));
}

/** What to send next: the oldest events, of one course. */
export function nextBatch(list: readonly Waiting[], most = MOST_EVENTS): Waiting[] {
  const sorted = [...list].sort((one, other) => time(one) - time(other));
  const [oldest] = sorted;
  return sorted.filter(({ slug }) => slug === oldest?.slug).slice(0, Math.min(most, MOST_EVENTS));
}

function sameThing(one: Waiting, other: Waiting): boolean {
  return (
    one.slug === other.slug && one.event.lesson_id === other.event.lesson_id && one.event.type === other.event.type
  );
}

/** One event for what several of the same lesson and type say. */
function together(entries: readonly Waiting[], id: string): Waiting {
  const { slug, event } = entries.reduce((newest, entry) => (time(entry) >= time(newest) ? entry : newest));
  if (event.type === "completed") return { slug, event: { ...event, event_id: id } };
  const played = merge(...entries.map((entry) => (entry.event.type === "playback" ? entry.event.played : [])));
  return { slug, event: { ...event, event_id: id, played } };
}

/** Events that have no more ranges than one may have. */
function split(entry: Waiting, newId: () => string): Waiting[] {
  if (entry.event.type === "completed" || entry.event.played.length <= MOST_RANGES) return [entry];
  const [played, left] = take(entry.event.played, MOST_RANGES);
  return [
    { ...entry, event: { ...entry.event, played } },
    ...split({ ...entry, event: { ...entry.event, event_id: newId(), played: left } }, newId),
  ];
}

function bounded(list: Waiting[]): Waiting[] {
  return list.slice(-MOST_WAITING);
}

function time({ event }: Waiting): number {
  return Date.parse(event.occurred_at);
}
