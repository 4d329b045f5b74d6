// Writes the types of the keys of all texts: `npm run types`.
import { writeFileSync } from "node:fs";
import { keyTypes } from "./compile.mjs";

writeFileSync(new URL("../src/texts/keys.gen.ts", import.meta.url), keyTypes());
