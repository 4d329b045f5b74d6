// Tests see the pages in English.
import staff from "virtual:catalogues/staff";

import { loadPart, loadTexts } from "../src/texts/texts";

await loadTexts(["en"]);
await loadPart(staff);
