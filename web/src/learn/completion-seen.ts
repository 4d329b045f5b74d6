// What this device last saw of a learner's course: only who saw it incomplete here is congratulated here, and once.
import { createStore, update } from "idb-keyval";

/** `complete` is as good as congratulated. */
export type Seen = "incomplete" | "complete";

const store = createStore("laurel-completions", "seen");
// Where a browser keeps nothing, its tab remembers as long as it lives.
const kept = new Map<string, Seen>();

/**
 * Look at a course, and remember.
 *
 * @returns Whether it turned complete since this device last saw it. Of any number of tabs one is told so, once.
 */
export async function sawTurnComplete(userId: string, courseId: string, completed: boolean): Promise<boolean> {
  let turned = false;
  const look = (before: Seen | undefined): Seen => {
    turned = completed && before === "incomplete";
    return next(before, completed);
  };
  const key = JSON.stringify([userId, courseId]);
  try {
    // Reading and writing are one transaction: no other tab comes between.
    await update<Seen>(key, look, store);
  } catch {
    kept.set(key, look(kept.get(key)));
  }
  return turned;
}

/** What is remembered after a look. A late answer of before the completion does not make it undone. */
function next(before: Seen | undefined, completed: boolean): Seen {
  return completed ? "complete" : (before ?? "incomplete");
}
