import type { Video } from "../learn/use-video";
import { announce } from "../ui/announcer";
import { formatRate } from "./controls";
import { type Preferences, RATES } from "./preferences";
import type { Shortcut } from "./shortcuts";

const JUMP_SECONDS = 10;

interface Player {
  readonly element: HTMLVideoElement;
  readonly video: Video;
  readonly preferences: Preferences;
  readonly change: (change: Partial<Preferences>) => void;
  readonly hasCaptions: boolean;
  readonly openHelp: () => void;
}

/** Do what a shortcut says; what cannot be heard or is out of sight is announced. */
export function runShortcut(shortcut: Shortcut, player: Player): void {
  EFFECTS[shortcut](player);
}

const EFFECTS: Readonly<Record<Shortcut, (player: Player) => void>> = {
  toggle: ({ video }) => video.toggle(),
  back: ({ element, video }) => video.moveTo(element.currentTime - JUMP_SECONDS),
  forward: ({ element, video }) => video.moveTo(element.currentTime + JUMP_SECONDS),
  slower: (player) => changeRate(player, -1),
  faster: (player) => changeRate(player, 1),
  captions: toggleCaptions,
  mute: ({ element }) => {
    element.muted = !element.muted;
    announce(element.muted ? "Sound off" : "Sound on");
  },
  fullscreen: ({ element }) => toggleFullscreen(element),
  help: ({ openHelp }) => openHelp(),
};

function toggleCaptions({ hasCaptions, preferences, change }: Player): void {
  if (!hasCaptions) {
    announce("This video has no captions");
    return;
  }
  change({ captions: !preferences.captions });
  announce(preferences.captions ? "Captions off" : "Captions on");
}

function changeRate({ preferences, change }: Player, steps: number): void {
  const rate = RATES[RATES.indexOf(preferences.rate) + steps];
  if (rate === undefined) return;
  change({ rate });
  announce(`Speed ${formatRate(rate)}`);
}

function toggleFullscreen(element: HTMLVideoElement): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else if (document.fullscreenEnabled) element.requestFullscreen().catch(() => undefined);
}

/** Show a video in a small window above all others, or no longer; undefined where the browser cannot. */
export function pictureInPicture(element: () => HTMLVideoElement | null): (() => void) | undefined {
  // Not in all browsers, whatever the types say.
  if (!("pictureInPictureEnabled" in document) || !document.pictureInPictureEnabled) return undefined;
  return () => {
    const done = document.pictureInPictureElement
      ? document.exitPictureInPicture()
      : element()?.requestPictureInPicture();
    // Refused before the video is loaded.
    done?.catch(() => undefined);
  };
}
