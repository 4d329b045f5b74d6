import { useEffect, useState } from "preact/hooks";

import { outbox, type Outbox } from "./";

/** The outbox, and another look at it whenever something in it changes. */
export function useOutbox(): Outbox {
  const [, setChanges] = useState(0);
  useEffect(() => outbox().onChange(() => setChanges((changes) => changes + 1)), []);
  return outbox();
}

/** Whether what waits from earlier visits has been found. */
export function useOutboxLoaded(): boolean {
  const [loaded, setLoaded] = useState(false);
  useEffect(
    () =>
      void outbox()
        .load()
        .then(() => setLoaded(true)),
    [],
  );
  return loaded;
}
