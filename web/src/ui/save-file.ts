/** How long a browser may take to read what it saves. */
const REVOKE_AFTER_MS = 60_000;

/** Have the browser save a text as a file; nothing leaves the device. */
export function saveFile(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}
