import { useEffect, useRef, useState } from "preact/hooks";

import { DURATION_SECONDS, pieceAt, scatter } from "./confetti-animation";

const COLOURS = ["--teal", "--gold", "--good", "--edge"];
const PIECES = 140;

/** Confetti behind the content, once. Not shown with `prefers-reduced-motion`. */
export function Confetti() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isOver, setIsOver] = useState(() => matchMedia("(prefers-reduced-motion: reduce)").matches);
  useEffect(() => (canvas.current ? animate(canvas.current, () => setIsOver(true)) : undefined), []);
  return isOver ? null : <canvas class="confetti" ref={canvas} aria-hidden="true" />;
}

/** Run the animation; returns a function that cancels it. */
function animate(canvas: HTMLCanvasElement, onEnd: () => void): () => void {
  const context = canvas.getContext("2d");
  if (!context) return () => undefined;
  const { innerWidth: width, innerHeight: height } = window;
  const scale = Math.min(devicePixelRatio, 2);
  canvas.width = width * scale;
  canvas.height = height * scale;
  const style = getComputedStyle(canvas);
  const colours = COLOURS.map((name) => style.getPropertyValue(name));
  const pieces = scatter(PIECES, Math.random);

  let startedAt: number | undefined;
  let frame = 0;
  const draw = (now: number) => {
    startedAt ??= now;
    const seconds = (now - startedAt) / 1000;
    if (seconds >= DURATION_SECONDS) {
      onEnd();
      return;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    pieces.forEach((piece, index) => {
      const { x, y, angle, scaleY, opacity } = pieceAt(piece, seconds);
      context.setTransform(scale, 0, 0, scale, x * width * scale, y * height * scale);
      context.rotate(angle);
      context.scale(1, scaleY);
      context.globalAlpha = opacity;
      context.fillStyle = colours[index % colours.length] ?? "";
      context.fillRect(-piece.size / 2, -piece.size / 3, piece.size, piece.size / 1.5);
    });
    frame = requestAnimationFrame(draw);
  };
  frame = requestAnimationFrame(draw);
  return () => cancelAnimationFrame(frame);
}
