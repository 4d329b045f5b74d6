import { ISSUER_PATH } from "../teach/paths";
import { t } from "../texts/texts";
import { useResource } from "../ui/use-resource";
import { fieldPaths } from "./certificate-errors";
import { type DesignChoice, type Style, STYLES } from "./design-choice";
import { DesignThumbnail } from "./design-thumbnail";
import { CheckField, Field } from "./field";
import { errorAt, type ErrorText, type FieldError } from "./field-errors";
import { readIssuer } from "./issuer-api";

/** The fields of a built-in design; each change is shown in the sample. */
export function DesignFields(props: {
  choice: DesignChoice;
  errors: readonly FieldError[];
  busy: boolean;
  onChange: (choice: DesignChoice) => void;
}) {
  const { choice, errors } = props;
  const change = (changed: Partial<DesignChoice>) => props.onChange({ ...choice, ...changed });
  return (
    <fieldset class="stack" disabled={props.busy}>
      <legend>{t("design_fields.design")}</legend>
      <Styles choice={choice} onChoose={(design) => change({ design })} />
      <div class="design-options">
        <Field path="orientation" label={t("design_fields.orientation")}>
          {(attributes) => (
            <select
              {...attributes}
              value={choice.orientation}
              onChange={(event) => change({ orientation: event.currentTarget.value as DesignChoice["orientation"] })}
            >
              <option value="landscape">{t("design_fields.landscape")}</option>
              <option value="portrait">{t("design_fields.portrait")}</option>
            </select>
          )}
        </Field>
        <Field path="paper" label={t("design_fields.paper")}>
          {(attributes) => (
            <select
              {...attributes}
              value={choice.paper}
              onChange={(event) => change({ paper: event.currentTarget.value as DesignChoice["paper"] })}
            >
              <option value="a4">A4</option>
              <option value="letter">{t("design.us_letter")}</option>
            </select>
          )}
        </Field>
        <Colour path="primary_colour" label={t("design_fields.main_colour")} choice={choice} change={change} />
        <Colour path="accent_colour" label={t("design_fields.second_colour")} choice={choice} change={change} />
      </div>
      <Field
        path={fieldPaths.heading}
        label={t("design_fields.heading")}
        hint={t("design_fields.heading_hint")}
        error={errorAt(errors, fieldPaths.heading)}
      >
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            maxLength={80}
            autocomplete="off"
            value={choice.heading}
            onInput={(event) => change({ heading: event.currentTarget.value })}
          />
        )}
      </Field>
      <LogoField choice={choice} error={errorAt(errors, fieldPaths.logo)} onChange={(logo) => change({ logo })} />
    </fieldset>
  );
}

function Styles({ choice, onChoose }: { choice: DesignChoice; onChoose: (design: Style) => void }) {
  return (
    <div class="designs">
      {(Object.keys(STYLES) as Style[]).map((style) => (
        <label key={style} class="design">
          <input
            class="visually-hidden"
            type="radio"
            name="design"
            value={style}
            checked={choice.design === style}
            onChange={() => onChoose(style)}
          />
          <DesignThumbnail style={style} primary={choice.primary_colour} accent={choice.accent_colour} />
          <span>{t(STYLES[style])}</span>
        </label>
      ))}
    </div>
  );
}

function Colour(props: {
  path: "primary_colour" | "accent_colour";
  label: string;
  choice: DesignChoice;
  change: (changed: Partial<DesignChoice>) => void;
}) {
  const { path, choice, change } = props;
  return (
    <Field path={path} label={props.label}>
      {(attributes) => (
        <input
          {...attributes}
          type="color"
          value={choice[path]}
          onInput={(event) => change({ [path]: event.currentTarget.value })}
        />
      )}
    </Field>
  );
}

/** Whether the issuer's logo is on the design; where there is none, it leads to where one is uploaded. */
function LogoField(props: { choice: DesignChoice; error: ErrorText | undefined; onChange: (logo: boolean) => void }) {
  const { data: issuer } = useResource(readIssuer, "issuer");
  const isMissing = issuer?.logo_sha256 === null;
  return (
    <CheckField
      path={fieldPaths.logo}
      label={t("design_fields.logo")}
      hint={
        isMissing ? (
          <>
            {t("design_fields.no_logo")} <a href={ISSUER_PATH}>{t("design_fields.upload_logo")}</a>
          </>
        ) : undefined
      }
      error={props.error}
      checked={props.choice.logo}
      disabled={isMissing && !props.choice.logo}
      onChange={props.onChange}
    />
  );
}
