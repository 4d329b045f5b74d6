/** The browser's cache of articles and other media that were opened. */
export const ARTICLES = "laurel-articles";
/** The beginning of the names of caches of the pages themselves, one for each build. */
export const PAGES = "laurel-pages-";
