/** The deployment's configuration: served by `make run` on a laptop, generated from the template's parameters on AWS. */
export interface Config {
  /** The OpenID Connect issuer. */
  readonly issuer: string;
  /** The OAuth client ID of these pages, a public client. */
  readonly client_id: string;
  /** The scopes to request, separated by spaces. */
  readonly scope: string;
  /** The URL of the verification page; the code is appended. */
  readonly verification_url: string;
  /** The URL of a lesson's video, with the placeholders `{course_id}` and `{lesson_id}`. */
  readonly video_url: string;
  /** The URL of a video's WebVTT captions, with the same placeholders; no captions without it. */
  readonly captions_url?: string;
  /** The URL of an article, with the same placeholders; empty for none. */
  readonly article_url: string;
  /** Origins that addresses of media may have, separated by commas; none without it. */
  readonly media_origins?: string;
  /** The IANA name of the time zone of dates; the reader's without it. */
  readonly time_zone?: string;
}

let loaded: Config | undefined;

/** Load the configuration, once, before anything else. */
export async function loadConfig(): Promise<void> {
  const response = await fetch("/config.json");
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  loaded = (await response.json()) as Config;
}

export function config(): Config {
  if (!loaded) throw new Error("the configuration is not loaded yet");
  return loaded;
}

/** The origins that addresses of media may have, beside files of the pages. */
export function mediaOrigins(): string[] {
  return (config().media_origins ?? "").split(",").filter((origin) => origin !== "");
}

/** Fill in the placeholders of a media URL. */
export function mediaUrl(pattern: string, courseId: string, lessonId: string): string {
  return pattern
    .replaceAll("{course_id}", encodeURIComponent(courseId))
    .replaceAll("{lesson_id}", encodeURIComponent(lessonId));
}
