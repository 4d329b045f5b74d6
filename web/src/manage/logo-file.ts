// Reads a file that an admin chooses as the issuer's logo; an SVG becomes a PNG here, in the browser.
import type { Schemas } from "../api/client";
import { t } from "../texts/texts";

type ContentType = Schemas["LogoUploadInput"]["content_type"];

/** The maximum size of a logo, as in the contract. */
export const MAX_LOGO_BYTES: Schemas["LogoUpload"]["max_bytes"] = 1048576;

const SVG = "image/svg+xml";
const MAX_SVG_BYTES = 4 * MAX_LOGO_BYTES;
/** The longer side of a picture that is made from an SVG, as the API keeps it. */
const LONGER_SIDE = 1000;

/** The file cannot be a logo; the message says why. */
export class LogoFileError extends Error {}

/** A picture to upload. */
export interface LogoFile {
  readonly content_type: ContentType;
  readonly blob: Blob;
}

/**
 * Check a file, and convert an SVG.
 *
 * @throws LogoFileError
 */
export async function readLogoFile(file: File): Promise<LogoFile> {
  if (file.size === 0) throw new LogoFileError(t("logo_file.empty"));
  if (file.type === SVG) {
    if (file.size > MAX_SVG_BYTES) throw new LogoFileError(t("logo_file.svg_too_large"));
    return fitting({ content_type: "image/png", blob: await drawnSvg(file) });
  }
  if (file.type === "image/png" || file.type === "image/jpeg") return fitting({ content_type: file.type, blob: file });
  throw new LogoFileError(t("logo_file.wrong_type"));
}

function fitting(logo: LogoFile): LogoFile {
  if (logo.blob.size > MAX_LOGO_BYTES) throw new LogoFileError(t("logo_file.too_large"));
  return logo;
}

async function drawnSvg(file: File): Promise<Blob> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    // An SVG without a size of its own has none here in some browsers: it is drawn as a square.
    const { width, height } = fit(image.naturalWidth || LONGER_SIDE, image.naturalHeight || LONGER_SIDE);
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob) return blob;
  } catch {
    // Not an SVG, or one that the browser cannot draw.
  } finally {
    URL.revokeObjectURL(url);
  }
  throw new LogoFileError(t("logo_file.not_drawn"));
}

/** The size at which the longer side is as long as the API keeps it. */
export function fit(width: number, height: number): { width: number; height: number } {
  const scale = LONGER_SIDE / Math.max(width, height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
