import { compareVersions } from "@debootc/core/version/compare-versions";
import { treefileOf } from "@debootc/core/lock/lock-section.fixture";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fetchPackages } from "./fetch-packages.ts";
import { packageSources } from "./package-sources.ts";
import { resolveLock } from "./resolve-lock.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-real-"));
});
afterEach(() => rm(directory, { recursive: true }));

test("Debian 13 of the machine's own mirror is locked and fetched with the pinned keyring", async () => {
  const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };
  const treefile = treefileOf({ suite: "trixie", packages: ["less", "ca-certificates"] });
  const wanted = { mirror: undefined, proxy: {} };
  const { sources, proxy } = await packageSources(treefile, wanted, context.report);

  const section = await resolveLock(
    {
      treefile,
      local: [],
      sources,
      proxy,
      workDirectory: join(directory, "work"),
      indexCacheDirectory: join(directory, "indexes"),
    },
    context,
  );
  const { downloadedBytes } = await fetchPackages(
    { section, sources, proxy, debsDirectory: join(directory, "debs") },
    context,
  );

  const names = section.packages.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["base-files", "dpkg", "libc6", "less", "openssl"]));
  const libc = section.packages.find(({ name }) => name === "libc6");
  expect(compareVersions(libc?.version ?? "", "2.41")).toBeGreaterThan(0);
  expect(libc?.source).toBe("glibc");
  expect(section.indexes.map(({ suite }) => suite)).toContain("trixie");
  expect(downloadedBytes).toBe(section.packages.reduce((sum, { size }) => sum + size, 0));
});
