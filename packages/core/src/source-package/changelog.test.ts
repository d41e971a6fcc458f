import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { parseChangelog } from "./changelog.ts";

const entry = `jq (1.7.1-6+deb13u3) trixie-security trixie; urgency=HIGH (a comment), binary-only=yes

  [ Somebody ]
  * Fix it.
    And more.

 -- Some Body <some@example.org>  Mon, 02 Jan 2006 15:04:05 -0700

jq (1.7.1-5) unstable; urgency=low
`;

test("the newest entry is read whole", () => {
  expect(parseChangelog(`\n${entry}`, "changelog")).toEqual({
    source: "jq",
    version: "1.7.1-6+deb13u3",
    distributions: ["trixie-security", "trixie"],
    urgency: "high",
    binaryOnly: true,
    changes: "  [ Somebody ]\n  * Fix it.\n    And more.",
    maintainer: "Some Body <some@example.org>",
    date: Date.parse("2006-01-02T15:04:05-07:00") / 1000,
  });
});

test("a one-digit day and a wrong day of the week are taken", () => {
  const text = entry.replace("Mon, 02 Jan", "Sun, 2 Jan").replace("-0700", "+0530");

  expect(parseChangelog(text, "changelog").date).toBe(Date.parse("2006-01-02T15:04:05+05:30") / 1000);
});

test.each([
  ["nothing", "", 1],
  ["another first line", "jq 1.0 unstable\n", 1],
  ["a bad name", entry.replace("jq (", "JQ ("), 1],
  ["a bad version", entry.replace("1.7.1-6+deb13u3", "v1"), 1],
  ["no last line", entry.replace(/^ -- .*$/m, ""), 1],
  ["no maintainer", entry.replace("Some Body <some@example.org>", "me"), 7],
  ["a day that does not exist", entry.replace("02 Jan", "31 Feb"), 7],
  ["one space before the date", entry.replace("org>  Mon", "org> Mon"), 7],
  ["a date in another form", entry.replace("Mon, 02 Jan 2006 15:04:05 -0700", "2006-01-02"), 7],
])("an entry with %s is refused at its place", (_what, text, line) => {
  let thrown: unknown;
  try {
    parseChangelog(text, "debian/changelog");
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof DebootcError)) throw new Error("it was taken");

  expect(thrown.code).toBe("source-invalid");
  expect(thrown.diagnostics[0]).toMatchObject({ file: "debian/changelog", line });
});
