/** Browsers read the file after the click, some only after asking where to save it. */
const REVOKE_AFTER_MS = 60_000;

/** Have the browser save a file. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  follow(url, name);
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}

/** Have the browser download a file of another origin, which says that it is to be saved, and under which name. */
export function downloadFrom(url: string): void {
  follow(url, "");
}

function follow(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
