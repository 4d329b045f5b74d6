// Pure functions on the list of events to send.
import { merge, type Range, take } from "../played";

interface EventFields {
  /** New for each event, and for each merge of events: a response acknowledges only what was sent. */
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

/** An event and its course. */
export interface PendingEvent {
  readonly slug: string;
  readonly event: ProgressEvent;
}

/** The API's limit for a batch. */
const MAX_BATCH_EVENTS = 100;
/** Ranges of one event; the API accepts 1,000. A batch that is too large for it is halved. */
const MAX_RANGES = 100;
/** A bound for safety: even after a long time offline there is only about one event for each lesson. */
const MAX_PENDING = 2000;

/**
 * The list with one more event.
 *
 * It is merged with pending events of the same lesson: all played ranges, and the newest position. So a day offline
 * takes no more space than a minute. The merged event gets a new ID: the response to an old one, which may be in
 * flight, does not remove what was added since.
 */
export function enqueue(list: readonly PendingEvent[], entry: PendingEvent, newId: () => string): PendingEvent[] {
  const mergeable = list.filter((other) => isMergeable(other, entry));
  if (mergeable.length === 0) return dropOldest([...list, ...splitRanges(entry, newId)]);
  const rest = list.filter((other) => !isMergeable(other, entry));
  return dropOldest([...rest, ...splitRanges(mergeEvents([...mergeable, entry], newId()), newId)]);
}

/** The list without the acknowledged events. */
export function removeEvents(list: readonly PendingEvent[], acknowledged: ReadonlySet<string>): PendingEvent[] {
  return list.filter(({ event }) => !acknowledged.has(event.event_id));
}

/** The IDs of the events. */
export function eventIds(list: readonly PendingEvent[]): Set<string> {
  return new Set(list.map(({ event }) => event.event_id));
}

/** The next events to send: the oldest ones, of one course. */
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

/** One event for several of the same lesson and type. */
function mergeEvents(entries: readonly PendingEvent[], id: string): PendingEvent {
  const { slug, event } = entries.reduce((newest, entry) => (timestamp(entry) >= timestamp(newest) ? entry : newest));
  if (event.type === "completed") return { slug, event: { ...event, event_id: id } };
  const played = merge(...entries.map((entry) => (entry.event.type === "playback" ? entry.event.played : [])));
  return { slug, event: { ...event, event_id: id, played } };
}

/** The event, split so that none has more than `MAX_RANGES` ranges. */
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
