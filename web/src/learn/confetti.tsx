import { useEffect, useRef, useState } from "preact/hooks";

import { ENDS_AFTER, place, scatter } from "./confetti-flight";

const COLOURS = ["--teal", "--gold", "--good", "--edge"];
const PIECES = 140;

/** Paper that falls once, behind what is said, and is gone. Nothing of it for those who want no motion. */
export function Confetti() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [over, setOver] = useState(() => matchMedia("(prefers-reduced-motion: reduce)").matches);
  useEffect(() => (canvas.current ? fall(canvas.current, () => setOver(true)) : undefined), []);
  return over ? null : <canvas class="confetti" ref={canvas} aria-hidden="true" />;
}

/** Let it fall, to its end; gives what stops it before. */
function fall(canvas: HTMLCanvasElement, onEnd: () => void): () => void {
  const drawing = canvas.getContext("2d");
  if (!drawing) return () => undefined;
  const { innerWidth: width, innerHeight: height } = window;
  const scale = Math.min(devicePixelRatio, 2);
  canvas.width = width * scale;
  canvas.height = height * scale;
  const style = getComputedStyle(canvas);
  const colours = COLOURS.map((name) => style.getPropertyValue(name));
  const pieces = scatter(PIECES, Math.random);

  let began: number | undefined;
  let frame = 0;
  const draw = (now: number) => {
    began ??= now;
    const seconds = (now - began) / 1000;
    if (seconds >= ENDS_AFTER) {
      onEnd();
      return;
    }
    drawing.setTransform(1, 0, 0, 1, 0, 0);
    drawing.clearRect(0, 0, canvas.width, canvas.height);
    pieces.forEach((piece, index) => {
      const { x, y, turned, seen, opacity } = place(piece, seconds);
      drawing.setTransform(scale, 0, 0, scale, x * width * scale, y * height * scale);
      drawing.rotate(turned);
      drawing.scale(1, seen);
      drawing.globalAlpha = opacity;
      drawing.fillStyle = colours[index % colours.length] ?? "";
      drawing.fillRect(-piece.size / 2, -piece.size / 3, piece.size, piece.size / 1.5);
    });
    frame = requestAnimationFrame(draw);
  };
  frame = requestAnimationFrame(draw);
  return () => cancelAnimationFrame(frame);
}
