import { useRef, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { useSaveState } from "./use-save-state";
import {
  type CertificateDraft,
  toDraft,
  draftsEqual,
  isFileMissing,
  mergeSaved,
  withoutUpload,
} from "./certificate-draft";
import { drawDesign, readUploadSample, saveSettings, upload } from "./certificate-api";
import { type DesignChoice, FIRST_CHOICE } from "./design-choice";
import { fieldError, fieldPaths, fieldErrors, isTemplateRefused, pathsOf } from "./certificate-errors";
import { useDraft } from "./use-draft";
import { fileError } from "./template-file";
import { fieldId, errorAt } from "./field-errors";

type Settings = Schemas["CertificateSettings"];

/** The message for a file that is neither in memory nor uploaded. */
export function fileMissingText(): string {
  return t("use_certificate_form.file_missing");
}

/** The state of the certificate form: its fields, the chosen template file, and saving both. */
export function useCertificateForm(courseId: string, initial: Settings) {
  const draft = useDraft(`certificate.${courseId}`, initial, toDraft, draftsEqual);
  const { base, value } = draft;
  const saveState = useSaveState();
  // A file cannot survive a new sign-in; its name and size are in the draft.
  const [file, setFile] = useState<File | null>(null);
  // Whether the chosen template cannot be used, as the service found.
  const [isRefused, setRefused] = useState(false);
  const [progress, setProgress] = useState<number | null>(null);
  const uploading = useRef<AbortController | null>(null);
  const [conflict, setConflict] = useState<{ theirs: Settings; conflicts: string[] } | null>(null);
  const [revision, setRevision] = useState(0);

  const change = (changed: Partial<CertificateDraft>) => {
    draft.change((before) => ({ ...before, ...changed }));
    saveState.markEdited(pathsOf(Object.keys(changed)));
  };
  const stageTemplate = (template: CertificateDraft["template"], chosen: File | null, message: string) => {
    setFile(chosen);
    setRefused(false);
    // Whoever chooses a course's first template means to issue certificates; the switch is beside it.
    change({ template, ...(base.template === null && { enabled: template !== null }) });
    announce(message);
  };

  /** Uploads the draft's file, or draws its design, if it is not uploaded or drawn yet. */
  const withUpload = async (sent: CertificateDraft): Promise<CertificateDraft> => {
    const { template } = sent;
    if (template?.kind === "design" && template.upload_id === null) {
      const drawn = { ...template, upload_id: await drawDesign(courseId, template.choice) };
      // It may have been changed meanwhile.
      draft.change((before) => (before.template === template ? { ...before, template: drawn } : before));
      return { ...sent, template: drawn };
    }
    if (template?.kind !== "file" || template.upload_id !== null || !file) return sent;
    uploading.current = new AbortController();
    setProgress(0);
    announce(t("use_certificate_form.uploading"));
    try {
      const upload_id = await upload(courseId, file, setProgress, uploading.current.signal);
      const uploaded = { ...template, upload_id };
      draft.change((before) => ({ ...before, template: uploaded }));
      return { ...sent, template: uploaded };
    } finally {
      setProgress(null);
    }
  };

  const save = async (overwrite: boolean) => {
    setConflict(null);
    if (isFileMissing(value, file)) {
      saveState.fail([fieldError(fieldPaths.template, fileMissingText())]);
      return;
    }
    saveState.start();
    let sent = value;
    try {
      sent = await withUpload(value);
      const outcome = await saveSettings(courseId, sent, base, overwrite);
      if ("conflicts" in outcome) {
        setConflict(outcome);
        saveState.fail([]);
        return;
      }
      draft.rebase(outcome.settings, (now) => mergeSaved(now, sent, outcome.settings));
      setFile(null);
      setRevision((before) => before + 1);
      saveState.succeed();
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") {
        saveState.reset(t("use_certificate_form.cancelled"));
        focusOnPicker();
        return;
      }
      const errors = fieldErrors(error, sent);
      setRefused(isTemplateRefused(error));
      // An upload that was rejected is not reused.
      if (errorAt(errors, fieldPaths.template)) draft.change(withoutUpload);
      saveState.fail(errors, error);
    }
  };

  return {
    draft,
    saveState,
    file,
    isRefused,
    /** The upload's progress from 0 to 1; null while there is none. */
    progress,
    conflict,
    /** Changes with every save and reload. */
    revision,
    change,
    chooseFile: (chosen: File) => {
      const problem = fileError(chosen);
      if (problem) saveState.fail([fieldError(fieldPaths.template, problem)]);
      else
        stageTemplate(
          { kind: "file", file_name: chosen.name, size_bytes: chosen.size, upload_id: null },
          chosen,
          t("use_certificate_form.file_chosen", { file: chosen.name }),
        );
    },
    chooseDefault: () => stageTemplate({ kind: "default" }, null, t("use_certificate_form.default_chosen")),
    chooseDesign: () =>
      stageTemplate(
        { kind: "design", choice: FIRST_CHOICE, upload_id: null },
        null,
        t("use_certificate_form.design_chosen"),
      ),
    changeDesign: (choice: DesignChoice) => {
      setRefused(false);
      change({ template: { kind: "design", choice, upload_id: null } });
    },
    chooseNone: () => {
      stageTemplate(null, null, t("use_certificate_form.none_chosen"));
      focusOnPicker();
    },
    save,
    /** Uploads the template, if it is not uploaded yet, and renders a sample over it. */
    sample: async () => {
      try {
        return await readUploadSample(courseId, await withUpload(value));
      } catch (error) {
        setRefused(isTemplateRefused(error));
        throw error;
      }
    },
    cancelUpload: () => uploading.current?.abort(),
    discard: () => {
      draft.discard();
      setFile(null);
      setRefused(false);
      saveState.reset(t("use_certificate_form.discarded"));
    },
    acceptTheirs: () => {
      if (conflict) draft.rebase(conflict.theirs, () => toDraft(conflict.theirs));
      setFile(null);
      setRefused(false);
      setConflict(null);
      setRevision((before) => before + 1);
      saveState.reset(t("use_certificate_form.theirs"));
    },
    keepEditing: () => setConflict(null),
  };
}

/** After the next render. */
function focusOnPicker(): void {
  requestAnimationFrame(() => document.getElementById(fieldId(fieldPaths.template))?.focus());
}
