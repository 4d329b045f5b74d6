/** What a deployment tells its pages: on a laptop `make run` answers it, in the cloud the template's parameters do. */
export interface Config {
  /** The OpenID issuer that people sign in with. */
  readonly issuer: string;
  /** These pages' name at the issuer: a public client. */
  readonly client_id: string;
  /** The scopes to ask for, separated by spaces. */
  readonly scope: string;
  /** Where certificates are checked; a code is appended. */
  readonly verification_url: string;
  /** Where a lesson's video lies; `{course_id}` and `{lesson_id}` stand for the lesson's. */
  readonly video_url: string;
  /** Where a video's captions lie, as WebVTT, in the same way; none without it. */
  readonly captions_url?: string;
  /** Where an article lies, in the same way; empty when there is none to show. */
  readonly article_url: string;
}

let loaded: Config | undefined;

/** Read the configuration, once, before anything else. */
export async function loadConfig(): Promise<void> {
  const response = await fetch("/config.json");
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  loaded = (await response.json()) as Config;
}

export function config(): Config {
  if (!loaded) throw new Error("the configuration is not loaded yet");
  return loaded;
}

/** Fill in whose media an address is for. */
export function mediaUrl(pattern: string, courseId: string, lessonId: string): string {
  return pattern
    .replaceAll("{course_id}", encodeURIComponent(courseId))
    .replaceAll("{lesson_id}", encodeURIComponent(lessonId));
}
