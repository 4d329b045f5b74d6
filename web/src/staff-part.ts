/** Load something of the pages of staff, with what these share: styles and texts. */
export async function withStaffPart<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const [loaded] = await Promise.all([load(), import("./staff").then(({ loadStaffTexts }) => loadStaffTexts())]);
  return loaded;
}
