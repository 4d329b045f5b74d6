import { useEffect, useState } from "preact/hooks";

import { outbox, type Outbox } from "./index";

/** The outbox; renders again whenever it changes. */
export function useOutbox(): Outbox {
  const [, setChanges] = useState(0);
  useEffect(() => outbox().onChange(() => setChanges((changes) => changes + 1)), []);
  return outbox();
}

/** Whether the events of earlier visits have been loaded. */
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
