import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { classifySource } from "./source-argument.ts";

test.each([
  ["./jq_1.7.1-6.dsc", { kind: "dsc", path: "./jq_1.7.1-6.dsc" }],
  ["jq.dsc", { kind: "dsc", path: "jq.dsc" }],
  [".", { kind: "directory", path: "." }],
  ["b/", { kind: "directory", path: "b/" }],
  ["/srv/jq", { kind: "directory", path: "/srv/jq" }],
  ["jq", { kind: "archive", name: "jq" }],
  ["jq=1:1.7.1-6", { kind: "archive", name: "jq", version: "1:1.7.1-6" }],
  ["https://example.org/jq.git", { kind: "git", url: "https://example.org/jq.git" }],
  ["https://example.org/jq", { kind: "git", url: "https://example.org/jq" }],
  [
    "git+ssh://git@example.org/jq.git#debian/1.7-1",
    { kind: "git", url: "ssh://git@example.org/jq.git", ref: "debian/1.7-1" },
  ],
  ["git@example.org:team/jq.git", { kind: "git", url: "ssh://git@example.org/team/jq.git" }],
  ["file:///srv/jq.git#v1", { kind: "git", url: "file:///srv/jq.git", ref: "v1" }],
  [
    "https://example.org/all.git#v1:tools/jq/",
    { kind: "git", url: "https://example.org/all.git", ref: "v1", subdirectory: "tools/jq" },
  ],
  [
    "https://example.org/all.git#:jq",
    { kind: "git", url: "https://example.org/all.git", subdirectory: "jq" },
  ],
])("%s is taken as %j", (argument, source) => {
  expect(classifySource(argument)).toEqual({ given: argument, ...source });
});

test.each([
  ["", "this does not name a source package"],
  ["--help", "./--help"],
  ["a\nb", "this does not name a source package"],
  ["ext::sh -c id", "remote helpers run programs"],
  ["ftp://example.org/jq.git", "does not fetch from ftp://"],
  ["https://me:secret@example.org/jq.git", "a user name or a password"],
  ["ssh://-oProxyCommand=id/jq", "cannot begin with a dash"],
  ["ssh://%2DoProxyCommand=id@example.org/jq", "cannot begin with a dash"],
  ["ssh://%zz@example.org/jq", "is not a user name"],
  ["https://example.org/jq.git#--upload-pack=id", "is not a git ref"],
  ["https://example.org/jq.git#", "is not a git ref"],
  ["https://example.org/jq.git#a..b", "is not a git ref"],
  ["https://example.org/jq.git#v1:", "is not a directory of a repository"],
  ["https://example.org/jq.git#v1:../jq", "is not a directory of a repository"],
  ["https://example.org/jq.git#v1:/etc", "is not a directory of a repository"],
  ["https://example.org/jq.git#:a/.git/b", "is not a directory of a repository"],
  ["https://example.org/jq_1.dsc", "dget URL"],
  ["jq_1_amd64.deb", "Name the .dsc"],
  ["jq_1.changes", "Name the .dsc"],
  ["jq/trixie", "--suite"],
  ["JQ", "./JQ"],
  ["jq=", "is not a version"],
  ["jq=1=2", "is not the name of a source package"],
])("%j is refused with what is allowed", (argument, said) => {
  let thrown: unknown;
  try {
    classifySource(argument);
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof DebootcError)) throw new Error("it was taken");

  expect([thrown.code, thrown.exitStatus]).toEqual(["usage", 2]);
  expect(`${thrown.message} ${thrown.hint}`).toContain(said);
  expect(thrown.message).toContain("allowed: the path of a .dsc, a directory");
  expect(thrown.message).not.toContain("secret");
});

test("no argument makes it fail otherwise than by a refusal", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from("a/.:@#=%-+~ "), "https://", ".dsc", "git+") }),
      (argument) => {
        try {
          classifySource(argument);
        } catch (error) {
          expect(error).toBeInstanceOf(DebootcError);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
