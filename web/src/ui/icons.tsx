import type { ComponentChildren } from "preact";

/** Has the text's color and size, and is hidden from screen readers: the context names its meaning. */
export function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export const Check = () => (
  <Icon>
    <path d="m4 12.5 5.5 5.5L20 7" />
  </Icon>
);

export const Play = () => (
  <Icon>
    <path d="M8 5.5v13l10.5-6.5z" fill="currentColor" />
  </Icon>
);

export const Page = () => (
  <Icon>
    <path d="M6 3.5h8l4.5 4.5v12.5H6zM9 12h6M9 16h6" />
  </Icon>
);

export const HandIn = () => (
  <Icon>
    <path d="M12 15V4m-4.5 4L12 3.5 16.5 8M4 14.5v5.5h16v-5.5" />
  </Icon>
);

export const Ribbon = () => (
  <Icon>
    <circle cx="12" cy="9" r="5.5" />
    <path d="m8.5 13.5-1.5 7 5-2.5 5 2.5-1.5-7" />
  </Icon>
);

export const Download = () => (
  <Icon>
    <path d="M12 4v11m-4.5-4 4.5 4.5 4.5-4.5M4 19.5h16" />
  </Icon>
);

export const Copy = () => (
  <Icon>
    <path d="M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4" />
  </Icon>
);

/** The project's logo: two laurel branches and a tick. */
export const Laurel = () => (
  <svg class="laurel" viewBox="0 0 64 64" aria-hidden="true">
    <path d="M32 58C16 54 8 41 10 22M32 58c16-4 24-17 22-36" />
    <path d="M11 29C5 27 3 22 4 17c5 1 8 5 7 12Zm2 10c-6 0-10-4-11-9 6-1 10 3 11 9Zm6 9c-6 1-11-1-13-6 6-2 11 0 13 6ZM53 29c6-2 8-7 7-12-5 1-8 5-7 12Zm-2 10c6 0 10-4 11-9-6-1-10 3-11 9Zm-6 9c6 1 11-1 13-6-6-2-11 0-13 6Z" />
    <path d="m22 31 7 7 14-15" />
  </svg>
);
