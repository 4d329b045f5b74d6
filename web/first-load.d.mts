/** What a learner's first visit loads; paths within `dist`. */
export function firstLoad(): {
  /** The script that the document starts with. */
  readonly entry: string;
  /** All scripts and styles of the learner's pages. */
  readonly files: readonly string[];
};

/** For each language, the files of the texts of the learner's pages; paths within `dist`. */
export function learnerCatalogues(): readonly (readonly string[])[];
