// The texts of the pages in the language of the user, from the catalogues in `po`.
import type { ComponentChild } from "preact";
import learn from "virtual:catalogues/learn";

import type { Texts } from "./keys.gen";
import { bestLanguage, type Language, localeOf } from "./languages";

/** A text without, or with something to fill in; the latter becomes a list of strings, values and lists of them. */
export type Message = string | ((values: object) => readonly unknown[]);
/** The texts of a group of pages. */
export interface Part {
  /** The number of its first text. */
  readonly first: number;
  readonly load: Readonly<Record<Language, () => Promise<{ default: readonly Message[] }>>>;
}
type Arguments<Key extends keyof Texts<Value>, Value> = Texts<Value>[Key] extends undefined
  ? []
  : [values: Texts<Value>[Key]];

/** The keys of texts that need nothing filled in. */
export type PlainKey = {
  [Key in keyof Texts<string>]: Texts<string>[Key] extends undefined ? Key : never;
}[keyof Texts<string>];

const STORED = "laurel.language";

let current: Language = "en";
let messages: Message[] = [];
let wanted: readonly string[] = [];
const loaded = new Set<Part>();
const listeners = new Set<() => void>();

/** The language of the pages. */
export function language(): Language {
  return current;
}

/** The locale of numbers and dates on the pages. */
export function locale(): string {
  return localeOf(current, wanted);
}

/** Call back whenever the language has changed; returns what ends that. */
export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Load what the first page needs, in the language that was chosen on this device, or else in a suggested one.
 *
 * @param suggested the browser's language tags, the preferred one first.
 */
export async function loadTexts(suggested: readonly string[]): Promise<void> {
  wanted = suggested;
  const best = bestLanguage([stored(), ...suggested]);
  show(best, await load(best, [learn]));
  loaded.add(learn);
}

/** Load the texts of a part before its pages are shown. */
export async function loadPart(part: Part): Promise<void> {
  while (!loaded.has(part)) {
    const to = current;
    const found = await load(to, [part]);
    // Another language may have been chosen in the meantime.
    if (to !== current) continue;
    Object.assign(messages, found);
    loaded.add(part);
  }
}

/**
 * Show the pages in another language, from now on, on this device.
 *
 * @throws TypeError: its texts could not be loaded; the language stays.
 */
export async function chooseLanguage(chosen: Language): Promise<void> {
  show(chosen, await load(chosen, [...loaded]));
  store(chosen);
}

/** The texts of parts, at the places of their numbers. */
async function load(from: Language, parts: readonly Part[]): Promise<Message[]> {
  const found: Message[] = [];
  await Promise.all(
    parts.map(async (part) => {
      const { default: texts } = await part.load[from]();
      texts.forEach((message, index) => (found[part.first + index] = message));
    }),
  );
  return found;
}

function show(chosen: Language, texts: Message[]): void {
  current = chosen;
  messages = texts;
  for (const listener of listeners) listener();
}

/** Whether the texts of the first page are there. */
export function hasTexts(): boolean {
  return messages.length > 0;
}

/** The text of a key, filled in. */
export function t<Key extends keyof Texts<string | number>>(
  key: Key,
  ...values: Arguments<Key, string | number>
): string {
  const message = messageOf(key);
  return typeof message === "string" ? message : filled(message, values).join("");
}

/** The text of a key, filled in with elements. */
export function rich<Key extends keyof Texts<ComponentChild>>(
  key: Key,
  ...values: Arguments<Key, ComponentChild>
): ComponentChild[] {
  const message = messageOf(key);
  return typeof message === "string" ? [message] : (filled(message, values) as ComponentChild[]);
}

/** Marks a key that is looked up later; needed as the build replaces keys by numbers. */
export function key<Key extends keyof Texts<string>>(name: Key): Key {
  return name;
}

function messageOf(number: unknown): Message {
  return messages[number as number] ?? "";
}

function filled(message: (values: object) => readonly unknown[], [values]: readonly unknown[]): unknown[] {
  const parts = message(values as object).flat(Infinity);
  return parts.map((part) => (typeof part === "number" ? part.toLocaleString(locale()) : part));
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function store(chosen: Language): void {
  try {
    localStorage.setItem(STORED, chosen);
  } catch {
    // Without storage, the choice lasts as long as the page.
  }
}
