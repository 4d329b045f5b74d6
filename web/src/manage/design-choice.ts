// A built-in design as an admin chooses it.
import type { Schemas } from "../api/client";

/** The values of the fields of a design; the heading is empty for that of the course's language. */
export type DesignChoice = Required<Schemas["DesignInput"]> & { readonly heading: string };

export type Style = DesignChoice["design"];

export const STYLES: Readonly<Record<Style, string>> = {
  classic: "Classic",
  modern: "Modern",
  minimal: "Minimal",
  festive: "Festive",
};

/** What the fields show first. */
export const FIRST_CHOICE: DesignChoice = {
  design: "classic",
  orientation: "landscape",
  paper: "a4",
  primary_colour: "#1f4e5a",
  accent_colour: "#b08d4a",
  heading: "",
  logo: false,
};

/** A choice in words, such as "Classic design, portrait, US Letter". */
export function describeChoice({ design, orientation, paper }: DesignChoice): string {
  return `${STYLES[design]} design, ${orientation}, ${paper === "a4" ? "A4" : "US Letter"}`;
}
