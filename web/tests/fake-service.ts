// The API's edge, and no more: what it answers to a batch of progress, and the ways in which an answer fails to come.
import { merge, type Range } from "../src/played";
import type { ProgressEvent } from "../src/outbox/pending-events";

/** How the next request goes. `lost`: it arrives, and its answer does not. */
export type Mood =
  | "well"
  | "unreachable"
  | "lost"
  | {
      readonly status: number;
      readonly code?: string;
      readonly headers?: Record<string, string>;
      readonly text?: string;
    };

interface Lesson {
  played: Range[];
  position: number | null;
  at: string;
  isCompleted: boolean;
}

/** A service that merges progress as the contract says. */
export class FakeService {
  readonly lessons = new Map<string, Lesson>();
  readonly requests: { slug: string; token: string; events: ProgressEvent[]; keepalive: boolean }[] = [];
  /** Of requests to come, in order; afterwards all goes well. */
  moods: Mood[] = [];
  /** What it does with each event that it has no complaint about. */
  reject: (event: ProgressEvent) => string | undefined = () => undefined;
  goodTokens: Set<string> | undefined;

  readonly fetch = async (address: string, init: RequestInit): Promise<Response> => {
    const mood = this.moods.shift() ?? "well";
    await Promise.resolve();
    if (mood === "unreachable") throw new TypeError("Failed to fetch");
    const slug = decodeURIComponent(/^\/my-courses\/([^/]+)\/progress$/.exec(address)?.[1] ?? "");
    const token = new Headers(init.headers).get("authorization")?.replace("Bearer ", "") ?? "";
    const { events } = JSON.parse(init.body as string) as { events: ProgressEvent[] };
    this.requests.push({ slug, token, events, keepalive: init.keepalive === true });
    if (typeof mood === "object") {
      const body = mood.text ?? JSON.stringify({ code: mood.code, detail: "No." });
      return new Response(body, { status: mood.status, headers: mood.headers ?? {} });
    }
    if (this.goodTokens && !this.goodTokens.has(token))
      return Response.json({ message: "Unauthorized" }, { status: 401 });
    if (events.length > 100) return Response.json({ code: "too_many_events" }, { status: 413 });
    const results = events.map((event) => this.#record(slug, event));
    if (mood === "lost") throw new TypeError("Failed to fetch");
    return Response.json({ results });
  };

  lesson(slug: string, id: string): Lesson | undefined {
    return this.lessons.get(`${slug}/${id}`);
  }

  #record(slug: string, event: ProgressEvent) {
    const code = this.reject(event);
    if (code !== undefined) return { event_id: event.event_id, status: "rejected", code };
    const key = `${slug}/${event.lesson_id}`;
    const lesson = this.lessons.get(key) ?? { played: [], position: null, at: "", isCompleted: false };
    if (event.type === "completed") lesson.isCompleted = true;
    else {
      lesson.played = merge(lesson.played, event.played);
      if (event.occurred_at >= lesson.at)
        Object.assign(lesson, { at: event.occurred_at, position: event.position_seconds });
    }
    this.lessons.set(key, lesson);
    const standing = {
      lesson_id: event.lesson_id,
      percent_watched: 0,
      position_seconds: lesson.position,
      completed_at: null,
    };
    return { event_id: event.event_id, status: "recorded", lesson: standing };
  }
}
