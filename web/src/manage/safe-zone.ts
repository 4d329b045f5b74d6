// The area of a page where text is placed. The API gives it for the current template; in percent it is the same for every page.
import type { Schemas } from "../api/client";
import { t } from "../texts/texts";

/** A page's size as displayed, in millimetres. */
export interface PageSize {
  readonly width_mm: number;
  readonly height_mm: number;
}

/** A rectangle on a page, in percent of the page, from its lower left corner. */
export interface Zone {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The page that the API's zone refers to while there is no template. */
const A4_LANDSCAPE: PageSize = { width_mm: 297, height_mm: 210 };
const ALL = 100;

/** The zone in percent of the page. */
export function zoneOf({ safe_zone: zone, template }: Schemas["CertificateSettings"]): Zone {
  const page = template ? { width_mm: template.page_width_mm, height_mm: template.page_height_mm } : A4_LANDSCAPE;
  return {
    x: (zone.x_mm / page.width_mm) * ALL,
    y: (zone.y_mm / page.height_mm) * ALL,
    width: (zone.width_mm / page.width_mm) * ALL,
    height: (zone.height_mm / page.height_mm) * ALL,
  };
}

/** A sentence that describes the zone on a page of the given size. */
export function describeZone(zone: Zone, page: PageSize): string {
  const wide = (share: number) => Math.round((share * page.width_mm) / ALL);
  const high = (share: number) => Math.round((share * page.height_mm) / ALL);
  return t("safe_zone.described", {
    page_width: Math.round(page.width_mm),
    page_height: Math.round(page.height_mm),
    width: wide(zone.width),
    height: high(zone.height),
    left: wide(zone.x),
    bottom: high(zone.y),
  });
}
