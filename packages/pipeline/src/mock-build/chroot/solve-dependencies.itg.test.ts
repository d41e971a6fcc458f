import { startFaultServer } from "@debootc/tools/http/fault-server.fixture";
import { makeSigningKey } from "@debootc/tools/keys/signing-key.fixture";
import { writeTestSuite } from "@debootc/tools/apt/test-archive.fixture";
import { dependencyDsc } from "@debootc/core/source-package/dependency-dsc";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtempDisposable, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ArchiveSource } from "../../gather/archive-sources.ts";
import { readIndexes } from "../../gather/read-indexes.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { solveDependenciesOperation } from "./solve-dependencies.ts";

// The root of this machine is the chroot whose apt chooses.
const isRoot = process.getuid?.() === 0;

const wanted = { name: "there-is-only-this", version: "1", fields: { Architecture: "all" } };

/** Writes an archive with one package in every form that sources may have. */
async function writeArchives(directory: string, key: Awaited<ReturnType<typeof makeSigningKey>>) {
  const archive = join(directory, "archive");
  const suite = { directory: archive, suite: "trixie", packages: [wanted] };
  await writeTestSuite({ ...suite, key });
  const uncompressed = join(archive, "dists/trixie/main/binary-amd64/Packages");
  const { stdout } = await run({ tool: "gzip", args: ["--decompress", "--stdout", `${uncompressed}.gz`] });
  for (const name of ["bare", "released", "packed"]) {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, "Packages"), stdout);
  }
  await run({ tool: "gzip", args: ["--keep", "Packages"], cwd: join(directory, "packed") });
  await rm(join(directory, "packed/Packages"));
  const release = await run({
    tool: "apt-ftparchive",
    args: ["release", "."],
    cwd: join(directory, "released"),
  });
  await writeFile(join(directory, "released/Release"), release.stdout);
  // The archive has its index in both forms.
  await writeFile(uncompressed, stdout);
}

test.runIf(isRoot)(
  "a chroot's apt chooses the same from every kind of source, whether its index is cached or not",
  { timeout: 120_000 },
  async () => {
    await using scene = await mkdtempDisposable("/dev/shm/debootc-solve-");
    const key = await makeSigningKey(join(scene.path, "key"));
    await writeArchives(scene.path, key);
    await using server = await startFaultServer(scene.path);
    const signed = { suites: ["trixie"], components: ["main"], signedBy: key.publicKey, trusted: false };
    const flat = { suites: ["./"], components: [], trusted: true };
    const file = `file:${scene.path}`;
    const configurations: Record<string, Partial<ArchiveSource>> = {
      "signed, of this machine": { ...signed, uris: [`${file}/archive`] },
      "signed, copied": { ...signed, uris: [`copy:${scene.path}/archive`] },
      "signed, served": { ...signed, uris: [`${server.url}/archive`] },
      "bare, of this machine": { ...flat, uris: [`${file}/bare`] },
      "bare, copied": { ...flat, uris: [`copy:${scene.path}/bare`] },
      "bare, served": { ...flat, uris: [`${server.url}/bare`] },
      "with a Release file, of this machine": { ...flat, uris: [`${file}/released`] },
      "with a Release file, served": { ...flat, uris: [`${server.url}/released`] },
      "packed, of this machine": { ...flat, uris: [`${file}/packed`] },
    };
    const solve = async (source: Partial<ArchiveSource>, cache: string) => {
      await using work = await mkdtempDisposable(join(scene.path, "work-"));
      const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };
      const { root } = await readIndexes(
        {
          sources: [{ id: "own", checkValidUntil: true, optionalSuites: [], ...source } as ArchiveSource],
          proxy: {},
          architecture: "amd64",
          recommends: false,
          workDirectory: work.path,
          indexCacheDirectory: cache,
        },
        context,
      );
      return await runPrivileged(
        solveDependenciesOperation,
        {
          root: "/",
          aptDirectory: root.directory,
          workDirectory: join(work.path, "solve"),
          dsc: dependencyDsc({ buildDepends: wanted.name }),
          hostArchitecture: "amd64",
          profiles: [],
          pins: [],
        },
        { owner: { uid: 0, gid: 0 }, isRoot: true },
        context,
      );
    };

    for (const [name, source] of Object.entries(configurations)) {
      const cache = join(scene.path, "cache", name);
      const first = await solve(source, cache);
      expect(first, name).toMatchObject({ kind: "solved", selected: [{ name: wanted.name }] });
      expect(await solve(source, cache), name).toEqual(first);
    }
    await key.dispose();
  },
);
