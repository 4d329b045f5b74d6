// Coordination of one user's tabs: one sends at a time, and the others receive the responses.

const LOCK_TIMEOUT_MS = 15_000;

/**
 * Run work while no other tab does.
 *
 * Without Web Locks, or if another tab holds the lock for too long (browsers may freeze tabs), it runs anyway: sending
 * events twice does no harm.
 */
export async function withLock<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  if (!("locks" in navigator)) return work();
  let running: Promise<Result> | undefined;
  const run = () => (running ??= work());
  try {
    return await navigator.locks.request(name, { signal: AbortSignal.timeout(LOCK_TIMEOUT_MS) }, run);
  } catch {
    return run();
  }
}
