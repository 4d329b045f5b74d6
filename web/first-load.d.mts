/** What a learner's first visit loads; paths within `dist`. */
export function firstLoad(): {
  /** The script that the document starts with. */
  readonly entry: string;
  /** All scripts and styles of the learner's pages. */
  readonly files: readonly string[];
};
