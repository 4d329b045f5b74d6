// What this device last saw of a learner's course: only who saw it incomplete here is congratulated here, and once.
import { createStore, update } from "idb-keyval";

/** `complete` is as good as congratulated. */
export type LastSeen = "incomplete" | "complete";

const store = createStore("laurel-completions", "seen");
// Where a browser keeps nothing, its tab remembers as long as it lives.
const memory = new Map<string, LastSeen>();

/**
 * Look at a course, and remember.
 *
 * @returns Whether it turned complete since this device last saw it. Of any number of tabs one is told so, once.
 */
export async function shouldCelebrate(userId: string, courseId: string, completed: boolean): Promise<boolean> {
  let justCompleted = false;
  const record = (before: LastSeen | undefined): LastSeen => {
    justCompleted = completed && before === "incomplete";
    return nextState(before, completed);
  };
  const key = JSON.stringify([userId, courseId]);
  try {
    // Reading and writing are one transaction: no other tab comes between.
    await update<LastSeen>(key, record, store);
  } catch {
    memory.set(key, record(memory.get(key)));
  }
  return justCompleted;
}

/** What is remembered after a look. A late answer of before the completion does not make it undone. */
function nextState(before: LastSeen | undefined, completed: boolean): LastSeen {
  return completed ? "complete" : (before ?? "incomplete");
}
