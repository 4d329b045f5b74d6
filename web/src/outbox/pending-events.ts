// What waits to be sent: a list, and what becomes of it. Nothing here changes what it is given.
import { merge, type Range, take } from "../played";

interface EventFields {
  /** A new one for each event, and for each that several were merged into: an answer is for what was sent, no more. */
  readonly event_id: string;
  readonly lesson_id: string;
  readonly occurred_at: string;
}

/** A part of a video was played. */
export interface Playback extends EventFields {
  readonly type: "playback";
  readonly position_seconds: number;
  readonly played: readonly Range[];
}

/** An article was read. */
export interface Completed extends EventFields {
  readonly type: "completed";
}

export type ProgressEvent = Playback | Completed;

/** An event, and the course that it belongs to. */
export interface PendingEvent {
  readonly slug: string;
  readonly event: ProgressEvent;
}

/** A batch of the API. */
const MAX_BATCH_EVENTS = 100;
/** An event's ranges; the API takes 1,000. A batch that it finds too large is halved. */
const MAX_RANGES = 100;
/** Never reached by one device that was offline for long: one event a lesson is all that is kept. */
const MAX_PENDING = 2000;

/**
 * The list with one more event.
 *
 * What waits for the same lesson becomes one event with it: all that was played, and the newest position. So a day
 * offline is as small as a minute. The merged event is a new one, with a name of its own: an answer for the old one,
 * which may be on its way, does not take away what was added since.
 */
export function enqueue(list: readonly PendingEvent[], entry: PendingEvent, newId: () => string): PendingEvent[] {
  const mergeable = list.filter((other) => isMergeable(other, entry));
  if (mergeable.length === 0) return dropOldest([...list, ...splitRanges(entry, newId)]);
  const rest = list.filter((other) => !isMergeable(other, entry));
  return dropOldest([...rest, ...splitRanges(mergeEvents([...mergeable, entry], newId()), newId)]);
}

/** The list without those that were answered. */
export function removeEvents(list: readonly PendingEvent[], acknowledged: ReadonlySet<string>): PendingEvent[] {
  return list.filter(({ event }) => !acknowledged.has(event.event_id));
}

/** The names of the events of a list. */
export function eventIds(list: readonly PendingEvent[]): Set<string> {
  return new Set(list.map(({ event }) => event.event_id));
}

/** What to send next: the oldest events, of one course. */
export function nextBatch(list: readonly PendingEvent[], limit = MAX_BATCH_EVENTS): PendingEvent[] {
  const sorted = [...list].sort((one, other) => timestamp(one) - timestamp(other));
  const [oldest] = sorted;
  return sorted.filter(({ slug }) => slug === oldest?.slug).slice(0, Math.min(limit, MAX_BATCH_EVENTS));
}

function isMergeable(one: PendingEvent, other: PendingEvent): boolean {
  return (
    one.slug === other.slug && one.event.lesson_id === other.event.lesson_id && one.event.type === other.event.type
  );
}

/** One event for what several of the same lesson and type say. */
function mergeEvents(entries: readonly PendingEvent[], id: string): PendingEvent {
  const { slug, event } = entries.reduce((newest, entry) => (timestamp(entry) >= timestamp(newest) ? entry : newest));
  if (event.type === "completed") return { slug, event: { ...event, event_id: id } };
  const played = merge(...entries.map((entry) => (entry.event.type === "playback" ? entry.event.played : [])));
  return { slug, event: { ...event, event_id: id, played } };
}

/** Events that have no more ranges than one may have. */
function splitRanges(entry: PendingEvent, newId: () => string): PendingEvent[] {
  if (entry.event.type === "completed" || entry.event.played.length <= MAX_RANGES) return [entry];
  const [played, left] = take(entry.event.played, MAX_RANGES);
  return [
    { ...entry, event: { ...entry.event, played } },
    ...splitRanges({ ...entry, event: { ...entry.event, event_id: newId(), played: left } }, newId),
  ];
}

function dropOldest(list: PendingEvent[]): PendingEvent[] {
  return list.slice(-MAX_PENDING);
}

function timestamp({ event }: PendingEvent): number {
  return Date.parse(event.occurred_at);
}
