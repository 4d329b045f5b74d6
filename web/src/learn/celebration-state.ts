// Which courses this device has seen incomplete: only those are celebrated here, once.
import { createStore, update } from "idb-keyval";

/** `complete` means celebrated, or complete before this device first saw it. */
export type LastSeen = "incomplete" | "complete";

const store = createStore("laurel-completions", "seen");
// A fallback for the lifetime of the page, where IndexedDB is not available.
const memory = new Map<string, LastSeen>();

/**
 * Record the state of a course.
 *
 * @returns whether it was completed since this device last saw it; true only once, in one of several tabs.
 */
export async function shouldCelebrate(userId: string, courseId: string, completed: boolean): Promise<boolean> {
  let justCompleted = false;
  const record = (before: LastSeen | undefined): LastSeen => {
    justCompleted = completed && before === "incomplete";
    return nextState(before, completed);
  };
  const key = JSON.stringify([userId, courseId]);
  try {
    // Read and write are one transaction, so that tabs do not race.
    await update<LastSeen>(key, record, store);
  } catch {
    memory.set(key, record(memory.get(key)));
  }
  return justCompleted;
}

/** The state to store. A delayed response from before the completion does not reset it. */
function nextState(before: LastSeen | undefined, completed: boolean): LastSeen {
  return completed ? "complete" : (before ?? "incomplete");
}
