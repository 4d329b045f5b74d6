import { useEffect, useState } from "preact/hooks";

import { t } from "../texts/texts";
import { announce } from "../ui/announcer";
import type { HelpProps, ShortcutsHelp } from "./shortcuts-help";

/** The list of shortcuts, loaded when it is first opened. */
export function Help(props: HelpProps) {
  const [loaded, setLoaded] = useState<{ List: typeof ShortcutsHelp }>();
  useEffect(() => {
    if (!props.open || loaded) return;
    import("./shortcuts-help").then(
      (module) => setLoaded({ List: module.ShortcutsHelp }),
      () => {
        announce(t("shortcuts.failed"));
        props.onClose();
      },
    );
  }, [props.open]);
  return loaded ? <loaded.List {...props} /> : null;
}
