import { t } from "../texts/texts";
import type { CertificateDraft } from "./certificate-draft";
import { fieldPaths } from "./certificate-errors";
import { ColourField } from "./colour-field";

/** The colours of the texts on a template: as its background needs, or chosen. */
export function TemplateColours(props: {
  draft: CertificateDraft;
  change: (change: Partial<CertificateDraft>) => void;
}) {
  const { draft, change } = props;
  return (
    <>
      <ColourField
        path={fieldPaths.ink}
        label={t("template_colours.text")}
        automatic={t("template_colours.text_automatic")}
        value={draft.ink}
        onInput={(ink) => change({ ink })}
      />
      <ColourField
        path={fieldPaths.accent}
        label={t("template_colours.name")}
        automatic={t("template_colours.name_automatic")}
        value={draft.accent}
        onInput={(accent) => change({ accent })}
      />
    </>
  );
}
