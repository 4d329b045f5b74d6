// Tests see the pages in English.
import { loadPart, loadTexts } from "../src/texts/texts";

await loadTexts(["en"]);
await loadPart("staff");
