// How a piece of paper falls: each place is a function of time alone, so a slow device draws fewer and the same places.

/** Seconds until the last piece is gone. */
export const ENDS_AFTER = 4.5;
const FADES_AFTER = 3.5;

/** One piece, as it is thrown; lengths in shares of the window, time in seconds. */
export interface Piece {
  readonly x: number;
  readonly y: number;
  readonly fall: number;
  readonly sway: number;
  readonly swaysPerSecond: number;
  readonly turn: number;
  readonly phase: number;
  /** In pixels. */
  readonly size: number;
}

/** Throw pieces above the window, spread over its width. `random` gives numbers from 0 to 1. */
export function scatter(count: number, random: () => number): Piece[] {
  return Array.from({ length: count }, () => ({
    x: random(),
    y: -0.05 - random() * 0.6,
    fall: 0.3 + random() * 0.25,
    sway: 0.01 + random() * 0.03,
    swaysPerSecond: 0.3 + random() * 0.6,
    turn: (random() - 0.5) * 8,
    phase: random() * 2 * Math.PI,
    size: 7 + random() * 7,
  }));
}

/** Where a piece is: shares of the window, radians, how much of its width is seen, and how solid it is. */
export function place(piece: Piece, seconds: number) {
  const swing = piece.phase + seconds * piece.swaysPerSecond * 2 * Math.PI;
  return {
    x: piece.x + piece.sway * Math.sin(swing),
    y: piece.y + piece.fall * seconds,
    turned: piece.phase + piece.turn * seconds,
    seen: Math.cos(swing),
    opacity: Math.min(1, Math.max(0, (ENDS_AFTER - seconds) / (ENDS_AFTER - FADES_AFTER))),
  };
}
