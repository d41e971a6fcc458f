import { initRequestSchema } from "@debootc/core/request/init-request";
import { existsSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { init } from "./init.ts";

const dependencies = {
  emit: () => {},
  signal: new AbortController().signal,
  clock: () => new Date(0),
  environment: { proxy: {}, user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } },
};
const here = {
  user: "maria",
  keys: [],
  configuration: { site: "/nonexistent", user: "/nonexistent" },
};

test("without an archive the files are there, and why there is no lock", async () => {
  await using scratch = await mkdtempDisposable(join(tmpdir(), "debootc-init-"));
  const request = initRequestSchema.parse({
    directory: join(scratch.path, "mine"),
    arch: "amd64",
    cacheDir: join(scratch.path, "cache"),
    // Nobody listens at this port.
    mirror: "http://127.0.0.1:9/debian",
  });
  const result = await init(request, dependencies, here);

  expect(result).toMatchObject({ files: expect.arrayContaining(["system.yaml"]) });
  expect(result.unlocked).toContain("127.0.0.1");
  expect(result.lock).toBeUndefined();
  expect(existsSync(join(scratch.path, "mine/system.yaml"))).toBe(true);
  expect(existsSync(join(scratch.path, "mine/system.lock.json"))).toBe(false);
});

test("a directory that cannot be made is not taken for a missing archive", async () => {
  const request = initRequestSchema.parse({
    directory: "/proc/mine",
    arch: "amd64",
    cacheDir: "/proc/cache",
  });

  await expect(init(request, dependencies, here)).rejects.toMatchObject({
    code: "results-unwritable",
    message: expect.stringContaining("/proc/mine"),
  });
});
