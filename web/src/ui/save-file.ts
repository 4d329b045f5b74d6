/** How long a browser may take to read what it saves. */
const READ_WITHIN_MS = 60_000;

/** Have the browser save a text as a file; nothing leaves the device. */
export function saveFile(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ_WITHIN_MS);
}
