// What the pages of staff share, loaded with the first of them.
import staff from "virtual:catalogues/staff";

import "./styles/staff.css";
import { loadPart } from "./texts/texts";

/** Load the texts of these pages. */
export function loadStaffTexts(): Promise<void> {
  return loadPart(staff);
}
