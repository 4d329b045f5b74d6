import { useEffect, useState } from "preact/hooks";

let setAnnouncement: ((message: string) => void) | undefined;

/** Announce a message to screen readers, politely. */
export function announce(message: string): void {
  setAnnouncement?.(message);
}

/** A live region that is present from the start: screen readers ignore regions that are added with their text. */
export function Announcer() {
  const [message, setMessage] = useState("");
  useEffect(() => {
    setAnnouncement = setMessage;
    return () => {
      setAnnouncement = undefined;
    };
  }, []);
  return (
    <div class="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
      {message}
    </div>
  );
}
