import { useState } from "preact/hooks";

/** What a form or a dialog sends: one request at a time, whose error stays until the next one. */
export function useSubmission() {
  const [isSubmitting, setSubmitting] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (send: () => Promise<void>) => {
    if (isSubmitting) return;
    setSubmitting(true);
    setError(undefined);
    try {
      await send();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setSubmitting(false);
    }
  };
  return { isSubmitting, error, submit };
}
