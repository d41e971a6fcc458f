import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ccacheUse } from "./ccache.ts";
import { countTags } from "./lintian.ts";
import { mostOf, newestOf } from "./resource-statistics.ts";
import { scripts } from "./scripts.ts";
import { availableIn } from "@debootc/tools/available-memory";
import { withDigestsOf } from "./with-digests-of.ts";

test("ccache's log is counted by what became of each compilation", () => {
  const log = [
    "# a.c",
    "direct_cache_miss",
    "preprocessed_cache_miss",
    "cache_miss",
    "local_storage_miss",
    "# a.c",
    "direct_cache_hit",
    "local_storage_hit",
    "# x",
    "called_for_link",
    "",
  ].join("\n");

  expect(ccacheUse(log)).toEqual({ hits: 1, misses: 1, uncacheable: { called_for_link: 1 } });
});

test("lintian's tags are counted by severity, and overridden ones do not count", () => {
  expect(countTags("E: a: x\nW: a: y\nW: b: y\nN: note\nO: a: z\nP: a: w\n")).toEqual({
    error: 1,
    warning: 2,
    info: 0,
    pedantic: 1,
  });
});

test("of a history that is too long, the newest whole lines stay", () => {
  const history = Array.from({ length: 10 }, (_, index) => `line ${index}\n`).join("");

  expect(newestOf(history, 40)).toBe("line 8\nline 9\n");
  expect(newestOf(history.trimEnd(), 40)).toBe("line 8\nline 9\n");
});

test("the maximum of each resource is reported", () => {
  expect(mostOf([{ cpuSeconds: 2, peakMemoryBytes: 5 }, { cpuSeconds: 3 }])).toEqual({
    cpuSeconds: 3,
    peakMemoryBytes: 5,
  });
});

test("memory that is available is read in bytes", () => {
  expect(availableIn("MemTotal: 9 kB\nMemAvailable:    2048 kB\n")).toBe(2048 * 1024);
});

describe("a script", () => {
  const check = (value: unknown) => scripts.options?.safeParse(value).error?.issues[0]?.message;

  test("inside needs a hook that has a root", () => {
    expect(check({ beforeBuild: [{ script: "true" }] })).toBeUndefined();
    expect(check({ finished: [{ script: "true" }] })).toBe("there is no root at this hook");
    expect(check({ finished: [{ script: "true", where: "outside" }] })).toBeUndefined();
  });

  test("outside never runs as root", () => {
    expect(check({ finished: [{ script: "true", where: "outside", user: "root" }] })).toContain(
      "remove `user`",
    );
  });

  test("belongs to an existing hook", () =>
    expect(check({ beforeDinner: [{ script: "true" }] })).toBeDefined());
});

test("only the digests of signed files are replaced", async () => {
  const directory = await mkdtemp(join(tmpdir(), "debootc-digests-"));
  await writeFile(join(directory, "a.dsc"), "abc");
  const changes = [
    "Format: 1.8",
    "Checksums-Sha256:",
    " 00 9 a.dsc",
    " 11 9 b.deb",
    "Files:",
    " 00 9 main optional a.dsc",
    "Description:",
    " about a.dsc",
  ].join("\n");

  expect((await withDigestsOf(changes, directory, ["a.dsc"])).split("\n")).toEqual([
    "Format: 1.8",
    "Checksums-Sha256:",
    " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 3 a.dsc",
    " 11 9 b.deb",
    "Files:",
    " 900150983cd24fb0d6963f7d28e17f72 3 main optional a.dsc",
    "Description:",
    " about a.dsc",
  ]);
  await rm(directory, { recursive: true });
});
