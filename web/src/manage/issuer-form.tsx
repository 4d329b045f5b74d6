import type { Schemas } from "../api/client";
import { key, type PlainKey, t } from "../texts/texts";
import { changesOfIssuer } from "../teach/change-api";
import { Changes } from "../teach/changes";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { useTitle } from "../ui/use-title";
import { ColourField } from "./colour-field";
import { ErrorSummary } from "./error-summary";
import { Field } from "./field";
import { errorAt } from "./field-errors";
import {
  fieldErrors,
  type IssuerDraft,
  LABELS,
  LOGO_PATH,
  missingName,
  saveIssuer,
  TEXT_FIELDS,
  toDraft,
  toInput,
} from "./issuer-api";
import { IssuerLogo } from "./issuer-logo";
import { RestoredNotice } from "./restored-notice";
import { SaveBar } from "./save-bar";
import { useDraft } from "./use-draft";
import { useSaveState } from "./use-save-state";

const HINTS: Readonly<Record<(typeof TEXT_FIELDS)[number], PlainKey>> = {
  name: key("issuer.name_hint"),
  url: key("issuer.url_hint"),
  linkedin_organization_id: key("issuer.linkedin_hint"),
};

const COLOUR_FIELDS = [
  { name: "primary_colour", automatic: key("issuer.own_colour") },
  { name: "accent_colour", automatic: key("issuer.colour_of_head") },
] as const;

/** The form for the organisation that issues certificates. */
export function IssuerForm({ initial }: { initial: Schemas["Issuer"] }) {
  const draft = useDraft("issuer", initial, toDraft, isEqual);
  const saveState = useSaveState();
  const { value } = draft;
  useTitle(t("issuer.title"));

  const save = async () => {
    const missing = missingName(value);
    if (missing.length > 0) {
      saveState.fail(missing);
      return;
    }
    saveState.start();
    try {
      const stored = await saveIssuer(value);
      draft.rebase(stored, (now) => (isEqual(now, value) ? toDraft(stored) : now));
      saveState.succeed();
    } catch (error) {
      saveState.fail(fieldErrors(error), error);
    }
  };
  const edit = (path: string, changed: Partial<IssuerDraft>) => {
    const update = (before: IssuerDraft) => ({ ...before, ...changed });
    draft.change(update);
    // A name is needed only beside something else.
    const isNameOptional = value.name.trim() === "" && missingName(update(value)).length === 0;
    saveState.markEdited(isNameOptional ? [path, "name"] : [path]);
  };
  const discard = () => {
    draft.discard();
    saveState.reset(t("course_form.discarded"));
  };

  return (
    <div class="stack manage">
      <form
        class="stack manage"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (saveState.status !== "saving" && draft.changed) void save();
        }}
      >
        <header class="stack">
          <Breadcrumbs links={[{ to: "/teach", name: t("layout.teaching") }]} />
          <h1>{t("issuer.title")}</h1>
        </header>
        {draft.restored && <RestoredNotice onDiscard={discard} />}
        <ErrorSummary errors={saveState.errors} failures={saveState.failures} />
        <section class="card stack" aria-labelledby="organisation">
          <h2 id="organisation">{t("issuer.organisation")}</h2>
          <p class="hint">{t("issuer.organisation_hint")}</p>
          {TEXT_FIELDS.map((name) => (
            <Field
              key={name}
              path={name}
              label={t(LABELS[name])}
              hint={t(HINTS[name])}
              error={errorAt(saveState.errors, name)}
            >
              {(attributes) => (
                <input
                  {...attributes}
                  dir={name === "name" ? "auto" : "ltr"}
                  maxLength={name === "url" ? 200 : 120}
                  inputMode={name === "url" ? "url" : undefined}
                  autocomplete="off"
                  value={value[name]}
                  onInput={(event) => {
                    edit(name, { [name]: event.currentTarget.value });
                  }}
                />
              )}
            </Field>
          ))}
          <IssuerLogo
            stored={draft.base.logo_sha256}
            change={value.logo}
            error={errorAt(saveState.errors, LOGO_PATH)}
            busy={saveState.status === "saving"}
            onChange={(logo) => edit(LOGO_PATH, { logo })}
          />
        </section>
        <section class="card stack" aria-labelledby="verification-page">
          <h2 id="verification-page">{t("issuer.page")}</h2>
          <p class="hint">{t("issuer.page_hint")}</p>
          {COLOUR_FIELDS.map(({ name, automatic }) => (
            <ColourField
              key={name}
              path={name}
              label={t(LABELS[name])}
              automatic={t(automatic)}
              hint={t("issuer.colour_hint")}
              value={value[name]}
              error={errorAt(saveState.errors, name)}
              onInput={(colour) => edit(name, { [name]: colour })}
            />
          ))}
        </section>
        <SaveBar
          changed={draft.changed}
          status={saveState.status}
          onDiscard={discard}
          failure={saveState.failure}
          onRetry={() => void save()}
        />
      </form>
      <Changes of="issuer" revision={JSON.stringify(draft.base)} load={changesOfIssuer} />
    </div>
  );
}

function isEqual(one: IssuerDraft, other: IssuerDraft): boolean {
  return JSON.stringify(toInput(one)) === JSON.stringify(toInput(other));
}
