import { describe, expect, test } from "vitest";
import { dpkgSourceErrors, packSource } from "./dpkg-source.ts";

test("a source package is made beside its tree, by a user without rights", () => {
  const { tool, args, timeoutSeconds } = packSource("/build", "tree", { timeoutSeconds: 60 });

  expect(tool).toBe("setpriv");
  expect(args.slice(args.indexOf("--") + 1)).toEqual([
    "env",
    "--chdir=/build",
    expect.stringMatching(/^HOME=\//),
    "dpkg-source",
    "--build",
    "tree",
  ]);
  expect(args.slice(0, args.indexOf("--"))).toEqual(
    expect.arrayContaining(["--clear-groups", "--no-new-privs", "--inh-caps=-all"]),
  );
  expect(args).not.toContain("--reuid=0");
  expect(timeoutSeconds).toBe(60);
});

describe("what dpkg-source says of a failure", () => {
  test("is its errors without the prefix", () => {
    expect(
      dpkgSourceErrors("dpkg-source: info: x\ndpkg-source: error: no control \ndpkg-source: warning: y\n"),
    ).toEqual(["no control"]);
  });

  test("names the files that were changed, and nothing that comes after them", () => {
    const said = [
      "dpkg-source: info: local changes detected, the modified files are:",
      " a/one.c",
      " a/two.c",
      "dpkg-source: error: aborting due to unexpected upstream changes, see /tmp/source/.tmp/a_1-1.diff.4OREEP",
      " a/not-a-file",
    ].join("\n");

    expect(dpkgSourceErrors(said)).toEqual([
      "aborting due to unexpected upstream changes",
      " a/one.c",
      " a/two.c",
    ]);
  });
});
