import { ISSUER_PATH } from "../teach/paths";
import { useResource } from "../ui/use-resource";
import { fieldPaths } from "./certificate-errors";
import { type DesignChoice, type Style, STYLES } from "./design-choice";
import { DesignThumbnail } from "./design-thumbnail";
import { CheckField, Field } from "./field";
import { errorAt, type FieldError } from "./field-errors";
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
      <legend>Design</legend>
      <Styles choice={choice} onChoose={(design) => change({ design })} />
      <div class="design-options">
        <Field path="orientation" label="Orientation">
          {(attributes) => (
            <select
              {...attributes}
              value={choice.orientation}
              onChange={(event) => change({ orientation: event.currentTarget.value as DesignChoice["orientation"] })}
            >
              <option value="landscape">Landscape</option>
              <option value="portrait">Portrait</option>
            </select>
          )}
        </Field>
        <Field path="paper" label="Paper">
          {(attributes) => (
            <select
              {...attributes}
              value={choice.paper}
              onChange={(event) => change({ paper: event.currentTarget.value as DesignChoice["paper"] })}
            >
              <option value="a4">A4</option>
              <option value="letter">US Letter</option>
            </select>
          )}
        </Field>
        <Colour path="primary_colour" label="Main colour" choice={choice} change={change} />
        <Colour path="accent_colour" label="Second colour" choice={choice} change={change} />
      </div>
      <Field
        path={fieldPaths.heading}
        label="Heading"
        hint="Leave it empty for “Certificate of completion” in the course’s language."
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
          <span>{STYLES[style]}</span>
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
function LogoField(props: { choice: DesignChoice; error: string | undefined; onChange: (logo: boolean) => void }) {
  const { data: issuer } = useResource(readIssuer, "issuer");
  const isMissing = issuer?.logo_sha256 === null;
  return (
    <CheckField
      path={fieldPaths.logo}
      label="Issuer’s logo above the heading"
      hint={
        isMissing ? (
          <>
            There is no logo yet. <a href={ISSUER_PATH}>Upload one on the issuer’s page.</a>
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
