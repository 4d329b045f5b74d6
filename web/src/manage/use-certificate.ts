import { useRef, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { announce } from "../ui/announcer";
import { useAttempt } from "./attempt";
import { type CertificateDraft, fieldsOf, isSame, lacksFile, settled } from "./certificate-draft";
import { saveSettings, upload } from "./certificate-saving";
import { at, paths, wrongsOf } from "./certificate-wrong";
import { useKeptDraft } from "./kept-draft";
import { refusal } from "./template-file";
import { fieldId, wrongAt } from "./wrong";

type Settings = Schemas["CertificateSettings"];

/** What to say of a file that is neither here nor in storage. */
export const CHOOSE_AGAIN = "The file was not uploaded yet. Choose it again.";

/** A certificate's settings being edited: the fields, the file for the template, and saving both. */
export function useCertificate(courseId: string, opened: Settings) {
  const draft = useKeptDraft(`certificate.${courseId}`, opened, fieldsOf, isSame);
  const { base, value } = draft;
  const attempt = useAttempt();
  // A file cannot be kept over a new sign-in; what is known of it is in the draft.
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const uploading = useRef<AbortController | null>(null);
  const [conflict, setConflict] = useState<{ theirs: Settings; clashes: string[] } | null>(null);
  const [saved, setSaved] = useState(0);

  const change = (changed: Partial<CertificateDraft>) => {
    draft.change((before) => ({ ...before, ...changed }));
    attempt.rest();
  };
  const stage = (template: CertificateDraft["template"], chosen: File | null, said: string) => {
    setFile(chosen);
    change({ template });
    attempt.forget(said);
  };

  /** The draft with its file in storage. */
  const withUpload = async (sent: CertificateDraft): Promise<CertificateDraft> => {
    const { template } = sent;
    if (template?.kind !== "file" || template.upload_id !== null || !file) return sent;
    uploading.current = new AbortController();
    setShare(0);
    announce("Uploading.");
    try {
      const upload_id = await upload(courseId, file, setShare, uploading.current.signal);
      const uploaded = { ...template, upload_id };
      draft.change((before) => ({ ...before, template: uploaded }));
      return { ...sent, template: uploaded };
    } finally {
      setShare(null);
    }
  };

  const save = async (overwrite: boolean) => {
    setConflict(null);
    if (lacksFile(value, file)) {
      attempt.fail([at(paths.template, CHOOSE_AGAIN)]);
      return;
    }
    attempt.begin();
    let sent = value;
    try {
      sent = await withUpload(value);
      const outcome = await saveSettings(courseId, sent, base, overwrite);
      if ("clashes" in outcome) {
        setConflict(outcome);
        attempt.fail([]);
        return;
      }
      draft.settle(outcome.settings, (now) => settled(now, sent, outcome.settings));
      setFile(null);
      setSaved((before) => before + 1);
      attempt.succeed();
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") {
        attempt.forget("The upload is cancelled. Nothing has changed.");
        focusOnPicker();
        return;
      }
      const wrongs = wrongsOf(error, sent);
      // An upload that was refused is not tried again as it is.
      if (wrongAt(wrongs, paths.template)) draft.change(withoutUpload);
      attempt.fail(wrongs, error);
    }
  };

  return {
    draft,
    attempt,
    file,
    /** How much of the file is sent, from 0 to 1, while it is on its way. */
    share,
    conflict,
    /** How often it was saved or loaded anew. */
    saved,
    change,
    chooseFile: (chosen: File) => {
      const refused = refusal(chosen);
      if (refused) attempt.fail([at(paths.template, refused)]);
      else
        stage(
          { kind: "file", file_name: chosen.name, size_bytes: chosen.size, upload_id: null },
          chosen,
          `${chosen.name} becomes the template when you save.`,
        );
    },
    chooseDefault: () => stage({ kind: "default" }, null, "Laurel’s own template is used when you save."),
    chooseNone: () => {
      stage(null, null, "The template stays as it is.");
      focusOnPicker();
    },
    save,
    cancelUpload: () => uploading.current?.abort(),
    discard: () => {
      draft.discard();
      setFile(null);
      attempt.forget("Your changes are discarded.");
    },
    takeTheirs: () => {
      if (conflict) draft.settle(conflict.theirs, () => fieldsOf(conflict.theirs));
      setFile(null);
      setConflict(null);
      setSaved((before) => before + 1);
      attempt.forget("Theirs is shown now.");
    },
    keepEditing: () => setConflict(null),
  };
}

function withoutUpload(draft: CertificateDraft): CertificateDraft {
  return draft.template?.kind === "file" ? { ...draft, template: { ...draft.template, upload_id: null } } : draft;
}

/** Once it is drawn again. */
function focusOnPicker(): void {
  requestAnimationFrame(() => document.getElementById(fieldId(paths.template))?.focus());
}
