// Tabs of one person share what is kept: one sends at a time, and the others hear what was answered.

const LONGEST_WAIT_MS = 15_000;

/**
 * Do something while no other tab does it.
 *
 * Without Web Locks, or while another tab holds on for too long (a browser may put one to sleep), it is done all the
 * same: what two tabs send twice does no harm.
 */
export async function withLock<Given>(name: string, work: () => Promise<Given>): Promise<Given> {
  if (!("locks" in navigator)) return work();
  let begun: Promise<Given> | undefined;
  const begin = () => (begun ??= work());
  try {
    return await navigator.locks.request(name, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) }, begin);
  } catch {
    return begin();
  }
}

/** A way to tell the other tabs something; `hear` is called with what they tell. */
export function channel<Message>(name: string, hear: (message: Message) => void): (message: Message) => void {
  if (!("BroadcastChannel" in globalThis)) return () => undefined;
  const opened = new BroadcastChannel(name);
  opened.onmessage = (event: MessageEvent<Message>) => hear(event.data);
  return (message) => opened.postMessage(message);
}
