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
        label="Colour of the text"
        automatic="Dark or light, as the background needs"
        value={draft.ink}
        onInput={(ink) => change({ ink })}
      />
      <ColourField
        path={fieldPaths.accent}
        label="Colour of the name"
        automatic="Like the text"
        value={draft.accent}
        onInput={(accent) => change({ accent })}
      />
    </>
  );
}
