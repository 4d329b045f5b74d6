// A built-in design as an admin chooses it.
import type { Schemas } from "../api/client";
import { key, type PlainKey, t } from "../texts/texts";

/** The values of the fields of a design; the heading is empty for that of the course's language. */
export type DesignChoice = Required<Schemas["DesignInput"]> & { readonly heading: string };

export type Style = DesignChoice["design"];

/** The names of the designs. */
export const STYLES: Readonly<Record<Style, PlainKey>> = {
  classic: key("design.classic"),
  modern: key("design.modern"),
  minimal: key("design.minimal"),
  festive: key("design.festive"),
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
  const values = { style: t(STYLES[design]), paper: paper === "a4" ? "A4" : t("design.us_letter") };
  return orientation === "portrait" ? t("design.described_portrait", values) : t("design.described_landscape", values);
}
