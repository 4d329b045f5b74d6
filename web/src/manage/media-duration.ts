// The length of a video, which the browser reads from the beginning of the file.

// A server that never answers must not keep the lengths of the next videos waiting.
const LONGEST_MS = 20_000;

/** Read the length of a video in seconds; null if it cannot be loaded, or its file does not say. */
export function readDuration(address: string): Promise<number | null> {
  return new Promise((resolve) => {
    const video = document.createElement("video");
    const finish = () => {
      const { duration } = video;
      clearTimeout(timer);
      video.onloadedmetadata = video.onerror = null;
      // Stops the download.
      video.removeAttribute("src");
      video.load();
      resolve(Number.isFinite(duration) && duration > 0 ? duration : null);
    };
    const timer = setTimeout(finish, LONGEST_MS);
    video.onloadedmetadata = video.onerror = finish;
    video.preload = "metadata";
    video.muted = true;
    video.src = address;
  });
}
