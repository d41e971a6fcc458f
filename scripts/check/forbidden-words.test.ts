import { describe, expect, test } from "vitest";
import { findForbiddenWords } from "./forbidden-words.ts";

const debian = "debian.org";

describe("forbidden words", () => {
  test.each(["deb", "ftp.de", "security", "snapshot", "cdn-fastly.deb", "http"])(
    "%s.* is a mirror",
    (host) => {
      expect(findForbiddenWords("a.md", `one\nhttp://${host}.${debian}/debian`)).toEqual([
        expect.stringMatching(/^a[.]md:2: /),
      ]);
    },
  );

  test.each(["www", "wiki", "tracker", "manpages", "bugs"])("%s.* is documentation", (host) => {
    expect(findForbiddenWords("a.md", `https://${host}.${debian}/x`)).toEqual([]);
  });

  test("a registry host in a lockfile is found", () => {
    expect(
      findForbiddenWords(
        "package-lock.json",
        `"resolved": ${JSON.stringify("https://registry.example.org/x.tgz")}`,
      ),
    ).toHaveLength(1);
  });

  test("the mark of a merge that was not finished is found", () => {
    const marked = `text\n${"<".repeat(7)} HEAD\none\n=======\ntwo\n${">".repeat(7)} other\n`;

    expect(findForbiddenWords("a.md", marked)).toEqual([
      expect.stringMatching(/^a[.]md:2: /),
      expect.stringMatching(/^a[.]md:6: /),
    ]);
  });
});
