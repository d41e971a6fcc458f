import type { RequestSchema } from "@debootc/core/request/describe-request";
import {
  chrootCopyInRequestSchema,
  chrootScrubRequestSchema,
} from "@debootc/core/request/chroot/chroot-requests";
import { mockBuildRequestSchema } from "@debootc/core/request/mock-build-request";
import { bootRequestSchema } from "@debootc/core/request/boot-request";
import { composeRequestSchema } from "@debootc/core/request/compose-request";
import { lintRequestSchema } from "@debootc/core/request/lint-request";
import { lockCommandRequestSchema } from "@debootc/core/request/lock-command-request";
import { hubSetupRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { describe, expect, test } from "vitest";
import { parseRequest as parse } from "./parse-request.ts";

const values = { treefile: "trees/a.yaml", arch: ["amd64"], cacheDir: "/c", jobs: 2 };

const build = { sources: ["sl"], arch: "amd64", jobs: 1 };

const parseRequest = (...given: Parameters<typeof parse>) => parse(...given).request;

describe("parseRequest", () => {
  test("fills in the schema's defaults and makes every path absolute", () => {
    expect(parseRequest(composeRequestSchema, values, "/home/me")).toEqual({
      ...values,
      treefile: "/home/me/trees/a.yaml",
      outputDir: "/home/me/out",
      extraPackage: [],
      untrusted: false,
      noCache: false,
      allowMovedIds: false,
      sbomFiles: false,
      sequential: false,
      limitTime: "1h",
      limitSilence: "30min",
      limitMemory: "none",
      limitProcesses: 4096,
      limitDisk: "none",
      json: false,
    });
  });

  test("makes each path of a list absolute, and the one within a place or a source", () => {
    const given = {
      ...build,
      sources: ["./sl", "sl", "sl.dsc"],
      verify: ["a.deb", "/b.deb"],
      cacheDir: "/c",
    };

    expect(parseRequest(mockBuildRequestSchema, given, "/home/me")).toMatchObject({
      verify: ["/home/me/a.deb", "/b.deb"],
      sources: [
        { kind: "directory", given: "./sl", path: "/home/me/sl" },
        { kind: "archive", given: "sl", name: "sl" },
        { kind: "dsc", given: "sl.dsc", path: "/home/me/sl.dsc" },
      ],
    });
    expect(
      parseRequest(bootRequestSchema, { cacheDir: "/c", upgradeFrom: "../a" }, "/home/me"),
    ).toMatchObject({
      compose: { given: "latest", path: "/home/me/latest" },
      upgradeFrom: { given: "../a", path: "/home/a" },
    });
  });

  test("tells how each path was typed", () => {
    const given = { compose: "./a", upgradeFrom: "/b", cacheDir: "../c" };

    expect([...parse(bootRequestSchema, given, "/home/me").typed]).toEqual([
      ["/home/me/a", "./a"],
      ["/b", "/b"],
      ["/home/me/out", "out"],
      ["/home/c", "../c"],
    ]);
  });

  test("an image keeps its tag, and shows no secret of a URL that is refused", () => {
    const image = { subject: "oci:images:1.0", arch: "amd64", cacheDir: "/c" };

    expect(parseRequest(lintRequestSchema, image, "/home/me")).toMatchObject({
      subject: { given: "oci:images:1.0", path: "/home/me/images:1.0" },
    });
    const given = { ...build, cacheDir: "/c", sources: ["https://me:secret@example.org/sl.git"] };
    expect(() => parseRequest(mockBuildRequestSchema, given, "/")).toThrow(
      '<sources> cannot be "https://*********@example.org/sl.git": the URL contains a user name or a password',
    );
  });

  test("names the flag, what was given and what is allowed", () => {
    expect(() => parseRequest(bootRequestSchema, { cacheDir: "/c", memory: "4G" }, "/")).toThrow(
      expect.objectContaining({
        code: "usage",
        message: '--memory cannot be "4G": allowed is a whole number from 256',
      }),
    );
  });

  test("names an option that has to be given and is not", () => {
    expect(() => parseRequest(hubSetupRequestSchema, { name: "hub" }, "/")).toThrow(
      expect.objectContaining({
        code: "usage",
        message: "--public-url is missing: the address at which GitHub reaches the hub",
      }),
    );
  });

  test("names every mistake at once", () => {
    expect(() =>
      parseRequest(composeRequestSchema, { ...values, jobs: 0, imageCompression: "zst" }, "/"),
    ).toThrow(
      expect.objectContaining({
        message:
          '2 values cannot be used:\n  --image-compression cannot be "zst": allowed is zstd, gzip\n' +
          "  --jobs cannot be 0: allowed is a whole number from 1",
        hint: "Did you mean zstd?",
      }),
    );
  });

  test.each([
    ["x86_64", "Debian's name for x86_64 is amd64."],
    ["AARCH64", "Debian's name for AARCH64 is arm64."],
    ["amd46", "Did you mean amd64?"],
  ])("an architecture called %s is answered with the right name", (arch, hint) => {
    expect(() => parseRequest(lintRequestSchema, { arch, cacheDir: "/c" }, "/")).toThrow(
      expect.objectContaining({ hint }),
    );
  });

  test("of a list, names the value that is wrong", () => {
    const given = { treefile: "a.yaml", cacheDir: "/c", arch: ["amd64", "vax"] };

    expect(() => parseRequest(lockCommandRequestSchema, given, "/")).toThrow(
      /^--arch cannot be "vax": allowed is amd64,/,
    );
  });

  const common = { cacheDir: "/c" };
  test.each([
    [
      chrootCopyInRequestSchema,
      { name: "work", source: "a", target: "b" },
      '<target> cannot be "b": allowed is an absolute path',
    ],
    [
      chrootScrubRequestSchema,
      { name: "A B" },
      '<name> cannot be "A B": allowed is lower-case letters, digits and + . _ -',
    ],
    [
      mockBuildRequestSchema,
      { ...build, binaryOnlyDate: "now" },
      "allowed is a date and time such as 2026-01-31T12:00:00Z",
    ],
    [mockBuildRequestSchema, { ...build, binaryOnly: 10_000 }, "allowed is a whole number from 1 to 9999"],
    [
      mockBuildRequestSchema,
      { ...build, profiles: ["A B"] },
      '"A B" is not a build profile; allowed: lower-case letters',
    ],
  ])("says what a value may be, not only that it is text", (schema, given, said) => {
    expect(() => parseRequest(schema as RequestSchema, { ...common, ...given }, "/")).toThrow(said);
  });

  test("an empty word is refused where a path is needed", () => {
    expect(() => parseRequest(composeRequestSchema, { ...values, treefile: "" }, "/")).toThrow(
      '<treefile> cannot be "": allowed is text that is not empty',
    );
  });
});
