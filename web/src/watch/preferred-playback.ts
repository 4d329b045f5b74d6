import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { type Preferences, RATES } from "./preferences";

/** Play a video as preferred; what is chosen in the browser's own controls becomes the preference. */
export function usePreferredPlayback(
  element: RefObject<HTMLVideoElement | null>,
  { rate, captions }: Preferences,
  change: (change: Partial<Preferences>) => void,
): void {
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => {
    // The default is what the speed becomes again when the video is loaded again.
    if (element.current) element.current.defaultPlaybackRate = element.current.playbackRate = rate;
  }, [rate]);
  useEffect(() => {
    for (const track of element.current?.textTracks ?? []) track.mode = captions ? "showing" : "disabled";
  }, [captions]);
  useEffect(() => {
    const video = element.current;
    if (!video) return;
    const { textTracks } = video;
    const keepRate = () => {
      if (RATES.includes(video.playbackRate)) latest.current({ rate: video.playbackRate });
    };
    const keepCaptions = () =>
      latest.current({ captions: Array.from(textTracks).some(({ mode }) => mode === "showing") });
    video.addEventListener("ratechange", keepRate);
    textTracks.addEventListener("change", keepCaptions);
    return () => {
      video.removeEventListener("ratechange", keepRate);
      textTracks.removeEventListener("change", keepCaptions);
    };
  }, []);
}
