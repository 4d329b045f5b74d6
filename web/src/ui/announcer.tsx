import { useEffect, useState } from "preact/hooks";

let setAnnouncement: ((message: string) => void) | undefined;

/** Tell people who listen to the page instead of looking at it; waits for a pause in what is being read. */
export function announce(message: string): void {
  setAnnouncement?.(message);
}

/** The one live region of the pages, there from the start: regions that come with their text are not read. */
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
