import { t } from "../texts/texts";
import { fieldPaths } from "./course-errors";
import { EntryControls, EntryGrip, type EntryPlace } from "./entry-controls";
import { Field } from "./field";
import { errorAt, type FieldError } from "./field-errors";
import type { EntryActions } from "./lesson-actions";
import type { SectionDraft } from "./lesson-drafts";

/** The heading of a section. */
export function SectionRow(props: {
  section: SectionDraft;
  place: EntryPlace;
  errors: readonly FieldError[];
  actions: EntryActions;
}) {
  const { section, place, errors, actions } = props;
  const path = fieldPaths.section(section.key);
  return (
    <div
      class="edited-section"
      role="group"
      aria-label={t("section_row.label", { title: section.title || t("lessons_editor.untitled") })}
    >
      <EntryGrip entryKey={section.key} label={t("section_row.move")} actions={actions} />
      <Field path={path} label={t("section_row.title")} error={errorAt(errors, path)}>
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            maxLength={200}
            placeholder={t("section_row.placeholder")}
            value={section.title}
            onInput={(event) => actions.changeSection(section.key, event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.isComposing) return;
              event.preventDefault();
              actions.addBelow(section.key);
            }}
          />
        )}
      </Field>
      <EntryControls entryKey={section.key} place={place} actions={actions} />
    </div>
  );
}
