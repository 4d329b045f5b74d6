import { loadPart } from "./texts/texts";

/** Load something of the pages of staff, with what these share: styles and texts. */
export async function withStaffPart<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const [loaded] = await Promise.all([load(), loadPart("staff"), import("./styles/staff.css")]);
  return loaded;
}
