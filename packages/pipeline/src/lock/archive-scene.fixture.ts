import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lock } from "@debootc/core/lock/lock";
import type { LockResult } from "@debootc/core/lock/lock-result";
import type { LockCommandRequest } from "@debootc/core/request/lock-command-request";
import { type FaultServer, startFaultServer } from "@debootc/tools/http/fault-server.fixture";
import { makeSigningKey } from "@debootc/tools/keys/signing-key.fixture";
import { bytesOf, poolPath, type TestPackage, writeTestSuite } from "@debootc/tools/apt/test-archive.fixture";
import { run } from "@debootc/tools/run";
import { readLock } from "../gather/read-lock.ts";
import { runLock } from "./run-lock.ts";

/** Holds signed archives with the suites `trixie` and `trixie-security`, and a directory with files of a user. */
export interface ArchiveScene extends AsyncDisposable {
  readonly directory: string;
  readonly server: FaultServer;
  /** Publishes the packages of a suite, instead of those that it had. */
  readonly publish: (suite: "trixie" | "trixie-security", packages: readonly TestPackage[]) => Promise<void>;
  /** Makes a package a real .deb. */
  readonly built: (one: TestPackage) => Promise<TestPackage>;
  /** Puts the file of a package of `trixie` back, after another of its name was published. */
  readonly restore: (one: TestPackage) => Promise<void>;
  /**
   * Writes a file of the user. The line `SOURCES` becomes those that name the archives, with the key, and `MAIN-SOURCE` those
   * that name the one of `trixie` alone.
   */
  readonly write: (name: string, text: string) => Promise<void>;
  /** Runs `debootc lock` on a file of the user. */
  readonly lock: (file: string, changes?: Partial<LockCommandRequest>) => Promise<LockResult>;
  readonly read: (name: string) => Promise<Lock | undefined>;
}

/** Makes the archives, without packages, behind one server. */
export async function openArchiveScene(): Promise<ArchiveScene> {
  const directory = await mkdtemp(join(tmpdir(), "debootc-run-lock-"));
  const key = await makeSigningKey(join(directory, "key"));
  const server = await startFaultServer(join(directory, "archive"));
  const below = (name: string) => join(directory, name);
  await writeFile(below("archive.asc"), key.publicKey);
  let age = 48;
  const places = { trixie: "debian", "trixie-security": "debian-security" } as const;
  const [main = "", security = ""] = Object.entries(places).map(
    ([suite, id]) =>
      `  - {id: ${id}, uris: "${server.url}/${id}", suites: ${suite}, components: main, signed-by: archive.asc}\n`,
  );
  return {
    directory,
    server,
    publish: async (suite, packages) => {
      // Each index is an hour newer than the one before.
      const date = new Date(Date.now() - age-- * 3600_000);
      await writeTestSuite({ directory: below(`archive/${places[suite]}`), suite, packages, key, date });
    },
    built: async (one) => {
      const root = await mkdtemp(below("build-"));
      await mkdir(join(root, "DEBIAN"));
      const control = {
        Package: one.name,
        Version: one.version,
        Architecture: "amd64",
        Maintainer: "Nobody <nobody@example.org>",
        ...one.fields,
        Description: `the package ${one.name}`,
      };
      const lines = Object.entries(control).map(([name, value]) => `${name}: ${value}\n`);
      await writeFile(join(root, "DEBIAN/control"), lines.join(""));
      await run({ tool: "dpkg-deb", args: ["--root-owner-group", "--build", root, `${root}.deb`] });
      return { ...one, deb: await readFile(`${root}.deb`) };
    },
    restore: (one) => writeFile(below(`archive/debian/${poolPath(one)}`), bytesOf(one)),
    write: (name, text) =>
      writeFile(
        below(name),
        text
          .replace(/^SOURCES$/m, `sources:\n${main}${security}`)
          .replace(/^MAIN-SOURCE$/m, `sources:\n${main}`),
      ),
    lock: (file, changes = {}) =>
      runLock(
        {
          treefile: below(file),
          arch: ["amd64"],
          update: false,
          untrusted: false,
          securityOnly: false,
          check: false,
          allowOlder: false,
          extraPackage: [],
          outputDir: below("out"),
          cacheDir: below("cache"),
          markdown: false,
          json: false,
          ...changes,
        },
        {
          emit: () => {},
          signal: new AbortController().signal,
          clock: () => new Date(),
          environment: { proxy: {}, user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } },
        },
        { configuration: { user: below("user"), site: below("site") }, chosen: false },
      ),
    read: (name) => readLock(below(name)),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await key.dispose();
      await rm(directory, { recursive: true });
    },
  };
}
