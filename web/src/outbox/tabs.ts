// Tabs of one person share what is kept: one sends at a time, and the others hear what was answered.

const LOCK_TIMEOUT_MS = 15_000;

/**
 * Do something while no other tab does it.
 *
 * Without Web Locks, or while another tab holds on for too long (a browser may put one to sleep), it is done all the
 * same: what two tabs send twice does no harm.
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

/** A way to tell the other tabs something; `hear` is called with what they tell. */
export function channel<Message>(name: string, onMessage: (message: Message) => void): (message: Message) => void {
  if (!("BroadcastChannel" in globalThis)) return () => undefined;
  const broadcast = new BroadcastChannel(name);
  broadcast.onmessage = (event: MessageEvent<Message>) => onMessage(event.data);
  return (message) => broadcast.postMessage(message);
}
