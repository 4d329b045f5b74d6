import type { ComponentChildren } from "preact";

import type { Style } from "./design-choice";

interface Colours {
  primary: string;
  accent: string;
}

/** A small picture of a design, in its colours; decoration beside its name. */
export function DesignThumbnail({ style, ...colours }: Colours & { style: Style }) {
  return (
    <svg viewBox="0 0 60 42" aria-hidden="true">
      <rect width="60" height="42" fill="#ffffff" />
      {ORNAMENTS[style](colours)}
      <rect x="17" y="11" width="26" height="2.5" fill={colours.primary} />
      <rect x="21" y="20" width="18" height="1.5" fill="#8a8f98" />
      <rect x="24" y="24" width="12" height="1.5" fill="#b9bdc4" />
    </svg>
  );
}

const ORNAMENTS: Readonly<Record<Style, (colours: Colours) => ComponentChildren>> = {
  classic: ({ primary, accent }) => (
    <>
      <rect x="3" y="3" width="54" height="36" fill="none" stroke={primary} stroke-width="1.6" />
      <rect x="5.2" y="5.2" width="49.6" height="31.6" fill="none" stroke={accent} stroke-width="0.6" />
      {[3, 57].flatMap((x) => [3, 39].map((y) => <circle key={`${x} ${y}`} cx={x} cy={y} r="2.2" fill={primary} />))}
    </>
  ),
  modern: ({ primary, accent }) => (
    <>
      <path d="M0 0H14L0 20Z" fill={accent} />
      <path d="M0 0H12.5L0 18Z" fill={primary} />
      <path d="M60 42H45L60 35Z" fill={accent} />
      <path d="M60 42H47L60 36Z" fill={primary} />
    </>
  ),
  minimal: ({ primary, accent }) => (
    <>
      <rect x="28" width="4" height="1.5" fill={primary} />
      <rect x="27" y="15.5" width="6" height="0.5" fill={accent} />
      <rect x="4" y="38" width="52" height="0.4" fill={primary} />
      <rect x="4" y="37.8" width="6" height="0.8" fill={accent} />
    </>
  ),
  festive: ({ primary, accent }) => (
    <>
      <path d="M0 8L4 7L3 12ZM9 4.5L13 2.5L13 8Z" fill={primary} />
      <path d="M4.5 6.8L8.5 5L8 10Z" fill={accent} />
      <path d="M60 8L56 7L57 12ZM51 4.5L47 2.5L47 8Z" fill={primary} />
      <path d="M55.5 6.8L51.5 5L52 10Z" fill={accent} />
      {[3, 9, 17, 26, 34, 43, 51, 57].map((x, index) => (
        <circle key={x} cx={x} cy={37 + (index % 3)} r="0.9" fill={index % 2 ? accent : primary} />
      ))}
      {[4, 56].map((x, index) => (
        <circle key={x} cx={x} cy={30} r="0.9" fill={index ? primary : accent} />
      ))}
    </>
  ),
};
