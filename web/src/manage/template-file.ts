// What a file must be to be tried as a template, and what it is called.
import { MAX_BYTES } from "./upload";

const BYTES_A_KB = 1024;
const LONGEST_NAME = 255;
// Storage keeps the name percent-encoded, beside others, in 2 KB.
const LONGEST_ENCODED = 1800;

/** A size for people. */
export function sizeInWords(bytes: number): string {
  if (bytes < BYTES_A_KB) return `${bytes} bytes`;
  if (bytes < BYTES_A_KB * BYTES_A_KB) return `${Math.round(bytes / BYTES_A_KB)} KB`;
  return `${(bytes / BYTES_A_KB / BYTES_A_KB).toFixed(1)} MB`;
}

/** Why a file need not be uploaded at all, if so. */
export function refusal(file: { name: string; size: number }): string | undefined {
  if (file.size === 0) return `“${file.name}” is empty.`;
  if (file.size > MAX_BYTES)
    return `“${file.name}” has ${sizeInWords(file.size)}. A template has at most ${sizeInWords(MAX_BYTES)}: make its pictures smaller, and export it again.`;
  return undefined;
}

/** The file's name as the API and the storage take it: without signs that are none, and not too long. */
export function nameToSend(name: string): string {
  let sent = Array.from(name.replace(/\p{Cc}|\p{Cs}/gu, " ").trim());
  while (sent.length > LONGEST_NAME || encodeURIComponent(sent.join("")).length > LONGEST_ENCODED)
    sent = sent.slice(0, -1);
  return sent.join("").trim() || "template.pdf";
}
