import type { LockedPackage } from "@debootc/core/lock/lock";
import { lockedOf, sectionOf, treefileOf } from "@debootc/core/lock/lock-section.fixture";
import { bytesOf, poolPath, sha256, type TestPackage } from "@debootc/tools/apt/test-archive.fixture";
import { startFaultServer } from "@debootc/tools/http/fault-server.fixture";
import { mkdir, mkdtempDisposable, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { storedDeb } from "./deb-store.ts";
import { fetchPackages } from "./fetch-packages.ts";

const size = 1000;
const packageOf = (name: string): TestPackage => ({ name, version: "1", bytes: size });

test("a store of others saves downloads, and stays as it is", async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), "debootc-shared-"));
  await using server = await startFaultServer(join(home.path, "www"));
  const at = (one: LockedPackage, store: string) => storedDeb(join(home.path, store, "debs"), one.sha256);
  const offer = async (name: string): Promise<LockedPackage> => {
    const one = packageOf(name);
    const path = join(home.path, "www/debian", poolPath(one));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytesOf(one));
    return lockedOf(name, "1", {
      ...{ filename: poolPath(one), size, sha256: `sha256:${sha256(bytesOf(one))}` },
    });
  };
  const [intact, damaged, absent] = [await offer("a"), await offer("b"), await offer("c")];
  for (const one of [intact, damaged]) await mkdir(dirname(at(one, "shared")), { recursive: true });
  await writeFile(at(intact, "shared"), bytesOf(packageOf("a")));
  await writeFile(at(damaged, "shared"), "damaged");

  const { downloadedBytes } = await fetchPackages(
    {
      section: sectionOf(treefileOf(), { packages: [intact, damaged, absent] }),
      sources: [
        {
          ...{ id: "debian", uris: [`${server.url}/debian`], suites: ["trixie"], components: ["main"] },
          ...{ checkValidUntil: true, trusted: false, optionalSuites: [] },
        },
      ],
      debsDirectory: join(home.path, "own/debs"),
      sharedCacheDir: join(home.path, "shared"),
    },
    { report: () => {}, log: () => {}, signal: new AbortController().signal },
  );

  expect(downloadedBytes).toBe(2 * size);
  for (const one of [intact, damaged, absent])
    expect(`sha256:${sha256(await readFile(at(one, "own")))}`).toBe(one.sha256);
  expect(await readFile(at(damaged, "shared"), "utf8")).toBe("damaged");
  // A link would let whoever writes to one file change the other.
  expect((await stat(at(intact, "own"))).nlink).toBe(1);
  expect(await readdir(dirname(at(intact, "own")))).toHaveLength(1);
});
