/** A broadcast channel between tabs; returns the function that posts a message. */
export function channel<Message>(name: string, onMessage: (message: Message) => void): (message: Message) => void {
  if (!("BroadcastChannel" in globalThis)) return () => undefined;
  const broadcast = new BroadcastChannel(name);
  broadcast.onmessage = (event: MessageEvent<Message>) => onMessage(event.data);
  return (message) => broadcast.postMessage(message);
}
