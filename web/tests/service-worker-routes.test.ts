import { expect, test } from "vitest";

import { type Route, type RoutedRequest, routeOf } from "../src/worker/routes";

const ORIGIN = "https://learn.example";

function request(path: string, changes: Partial<RoutedRequest> = {}): RoutedRequest {
  const url = new URL(path, ORIGIN).href;
  return { method: "GET", mode: "cors", destination: "", headers: new Headers(), url, ...changes };
}

const navigation = { mode: "navigate", destination: "document" } as const;
const frame = { mode: "navigate", destination: "iframe" } as const;

const ROUTES: [string, RoutedRequest, Route | null][] = [
  ["the dashboard", request("/", navigation), "page"],
  ["a lesson", request("/learn/bees/hive?from=mail", navigation), "page"],
  ["a staff page", request("/manage/bees", navigation), "page"],
  ["a script", request("/assets/index-1.js", { destination: "script" }), "asset"],
  ["the texts of a language", request("/assets/t-de-1.js", { destination: "script" }), "texts"],
  ["the configuration", request("/config.json"), "settings"],
  ["an article", request("/media/article.html", frame), "media"],
  ["a style of an article", request("/media/article.css", { destination: "style" }), "media"],
  ["a video", request("/media/clip.webm", { destination: "video" }), null],
  ["a range", request("/media/clip.webm", { headers: new Headers({ range: "bytes=0-" }) }), null],
  ["the return from the issuer", request("/signed-in?code=1", navigation), null],
  ["the issuer of a laptop", request("/local/issuer/authorize", navigation), null],
  ["a verification page", request("/certificates/verify/ABC", navigation), null],
  ["a picture of a certificate", request("/certificates/verify/ABC.png", { destination: "image" }), null],
  ["a learner's courses", request("/my-courses"), null],
  ["a course", request("/my-courses/media"), null],
  ["data of staff", request("/admin/courses"), null],
  ["a logo", request("/issuer/logos/ab", { destination: "image" }), null],
  ["a page that begins like one", request("/learning", navigation), null],
  ["another host", request("https://media.example/media/article.html", frame), null],
  ["a change", request("/media/article.html", { method: "PUT" }), null],
];

test.each(ROUTES)("%s", (_, routed, route) => {
  expect(routeOf(routed, ORIGIN)).toBe(route);
});
