// The motion of confetti: positions are functions of time, so slow devices only draw fewer frames.

/** Seconds until the last piece has faded. */
export const DURATION_SECONDS = 4.5;
const FADE_START_SECONDS = 3.5;

/** One piece at the start; lengths as fractions of the window, time in seconds. */
export interface Piece {
  readonly x: number;
  readonly y: number;
  readonly fall: number;
  readonly sway: number;
  readonly swaysPerSecond: number;
  readonly radiansPerSecond: number;
  readonly phase: number;
  /** In pixels. */
  readonly size: number;
}

/** Pieces above the window, spread over its width. `random` returns numbers from 0 to 1. */
export function scatter(count: number, random: () => number): Piece[] {
  return Array.from({ length: count }, () => ({
    x: random(),
    y: -0.05 - random() * 0.6,
    fall: 0.3 + random() * 0.25,
    sway: 0.01 + random() * 0.03,
    swaysPerSecond: 0.3 + random() * 0.6,
    radiansPerSecond: (random() - 0.5) * 8,
    phase: random() * 2 * Math.PI,
    size: 7 + random() * 7,
  }));
}

/** A piece at a time: position as fractions of the window, angle in radians, vertical scale and opacity. */
export function pieceAt(piece: Piece, seconds: number) {
  const swing = piece.phase + seconds * piece.swaysPerSecond * 2 * Math.PI;
  return {
    x: piece.x + piece.sway * Math.sin(swing),
    y: piece.y + piece.fall * seconds,
    angle: piece.phase + piece.radiansPerSecond * seconds,
    scaleY: Math.cos(swing),
    opacity: Math.min(1, Math.max(0, (DURATION_SECONDS - seconds) / (DURATION_SECONDS - FADE_START_SECONDS))),
  };
}
