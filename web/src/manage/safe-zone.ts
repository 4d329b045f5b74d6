// Where text is laid on a page. The API says it for the template in use; it is the same shares of every page.
import type { Schemas } from "../api/client";

/** A page as one sees it, in millimetres. */
export interface PageSize {
  readonly width_mm: number;
  readonly height_mm: number;
}

/** A rectangle on a page, in percent of it, from its lower left corner. */
export interface Zone {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the API's zone is of while there is no template. */
const A4_LANDSCAPE: PageSize = { width_mm: 297, height_mm: 210 };
const ALL = 100;

/** The zone in percent of the page: of the template's own, and of any other. */
export function zoneOf({ safe_zone: zone, template }: Schemas["CertificateSettings"]): Zone {
  const page = template ? { width_mm: template.page_width_mm, height_mm: template.page_height_mm } : A4_LANDSCAPE;
  return {
    x: (zone.x_mm / page.width_mm) * ALL,
    y: (zone.y_mm / page.height_mm) * ALL,
    width: (zone.width_mm / page.width_mm) * ALL,
    height: (zone.height_mm / page.height_mm) * ALL,
  };
}

/** The zone on a page of another size, in words. */
export function describeZone(zone: Zone, page: PageSize): string {
  const wide = (share: number) => whole((share * page.width_mm) / ALL);
  const high = (share: number) => whole((share * page.height_mm) / ALL);
  return (
    `On this page of ${whole(page.width_mm)} by ${whole(page.height_mm)} mm, text is laid in an area of ` +
    `${wide(zone.width)} by ${high(zone.height)} mm that begins ${wide(zone.x)} mm from the left and ` +
    `${high(zone.y)} mm from the bottom.`
  );
}

function whole(millimetres: number): string {
  return String(Math.round(millimetres));
}
