import { expect, test } from "vitest";

import { embedHtml } from "../src/learn/certificate-embed";

const URL = "https://certificates.example/certificates/verify/7K3QM-Z8D2V-XW9RT-B4HNP";

test("the snippet shows the picture and leads to the verification page", () => {
  expect(
    embedHtml({ verification_url: URL, issued_name: "Anna Łukasiewicz", issued_course_title: "Sourdough bread" }),
  ).toBe(
    `<a href="${URL}"><img src="${URL}/picture.png" alt="Certificate of Anna Łukasiewicz: Sourdough bread" width="600"></a>`,
  );
});

test("a name is text, whatever characters it has", () => {
  const html = embedHtml({ verification_url: URL, issued_name: '"><b>&', issued_course_title: "A & B" });
  expect(html).toContain('alt="Certificate of &quot;&gt;&lt;b&gt;&amp;: A &amp; B"');
});
