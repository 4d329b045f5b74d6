export interface Entry {
  source: string;
  text: string;
  comment: string;
}
export const PARTS: readonly string[];
export const LANGUAGES: readonly string[];
export const SOURCE_LANGUAGE: string;
export function catalogueFile(part: string, language: string): URL;
export function readCatalogue(part: string, language: string): Map<string, Entry>;
export function textNumbers(): Map<string, number>;
export function firstNumber(part: string): number;
export function argumentsOf(text: string): Map<string, boolean>;
export function pluralCases(text: string): string[][];
