import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Report } from "@debootc/core/event/event";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { lockedOf, sectionOf, treefileOf } from "@debootc/core/lock/lock-section.fixture";
import { type FaultServer, startFaultServer } from "@debootc/tools/http/fault-server.fixture";
import { bytesOf, poolPath, sha256, type TestPackage } from "@debootc/tools/apt/test-archive.fixture";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ArchiveSource } from "./archive-sources.ts";
import { fetchPackages } from "./fetch-packages.ts";

const size = 300_000;
let directory: string;
let debs: string;
let server: FaultServer;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-fetch-"));
  debs = join(directory, "debs");
  server = await startFaultServer(join(directory, "www"));
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

async function offer(name: string): Promise<LockedPackage> {
  const one: TestPackage = { name, version: "1", bytes: size };
  const path = join(directory, "www/debian", poolPath(one));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytesOf(one));
  return lockedOf(name, "1", { filename: poolPath(one), size, sha256: `sha256:${sha256(bytesOf(one))}` });
}

function sourceAt(...uris: string[]): ArchiveSource {
  return {
    id: "debian",
    uris,
    suites: ["trixie"],
    components: ["main"],
    checkValidUntil: true,
    trusted: false,
    optionalSuites: [],
  };
}

interface Fetched {
  readonly downloadedBytes: number;
  readonly reusedBytes: number;
  readonly reports: readonly Report[];
}

async function fetchAll(
  packages: readonly LockedPackage[],
  {
    uris = [`${server.url}/debian`],
    signal = new AbortController().signal,
    retries = 3,
    stallSeconds = 0.3,
  } = {},
): Promise<Fetched> {
  const reports: Report[] = [];
  const fetched = await fetchPackages(
    {
      section: sectionOf(treefileOf(), { packages: [...packages] }),
      sources: [sourceAt(...uris)],
      debsDirectory: debs,
      retries,
      stallSeconds,
      firstPauseSeconds: 0.01,
    },
    { report: (report) => reports.push(report), log: () => {}, signal },
  );
  return { ...fetched, reports };
}

/** What is there of files that are not whole yet. */
async function partialBytes(): Promise<number> {
  const names = await readdir(join(debs, "partial"), { recursive: true, withFileTypes: true });
  const files = names.filter((name) => name.isFile()).map((name) => join(name.parentPath, name.name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function failureOf(fetching: Promise<unknown>): Promise<DebootcError> {
  const error = await fetching.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DebootcError) return error;
  throw new Error("it did not fail as expected", { cause: error });
}

function stored({ sha256 }: LockedPackage): string {
  const hex = sha256.slice("sha256:".length);
  return join(debs, hex.slice(0, 2), `${hex}.deb`);
}

test("every package is stored under its hash, with progress in bytes", async () => {
  const packages = [await offer("a"), await offer("b")];

  const { downloadedBytes, reports } = await fetchAll(packages);

  expect(downloadedBytes).toBe(2 * size);
  for (const one of packages) expect(`sha256:${sha256(await readFile(stored(one)))}`).toBe(one.sha256);
  expect(await readdir(join(debs, "partial"))).toEqual([]);
  expect(reports.at(-1)).toMatchObject({ type: "progress", done: 2 * size, total: 2 * size, unit: "bytes" });
});

describe("what is stored already", () => {
  test("is not asked for again", async () => {
    const packages = [await offer("a")];
    await fetchAll(packages);
    server.requests.length = 0;

    expect(await fetchAll(packages)).toMatchObject({ downloadedBytes: 0, reusedBytes: size });
    expect(server.requests).toEqual([]);
  });

  test("is verified, and fetched again when it was damaged", async () => {
    const one = await offer("a");
    await fetchAll([one]);
    await writeFile(stored(one), Buffer.alloc(size, "x"));

    const { reports } = await fetchAll([one]);

    expect(`sha256:${sha256(await readFile(stored(one)))}`).toBe(one.sha256);
    expect(reports).toContainEqual(
      expect.objectContaining({ diagnostic: expect.objectContaining({ code: "cache-damaged" }) }),
    );
  });
});

describe("ridden out", () => {
  test("a server that is overloaded twice", async () => {
    const one = await offer("a");
    server.plan = (_path, attempt) => (attempt < 2 ? { kind: "status", status: 503 } : undefined);

    expect((await fetchAll([one])).downloadedBytes).toBe(size);
  });

  test.each(["truncate", "reset", "stall"] as const)(
    "%s in the middle, going on from there",
    async (kind) => {
      const one = await offer("a");
      server.plan = (_path, attempt) => (attempt === 0 ? { kind, after: 100_000 } : undefined);

      await fetchAll([one]);

      expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=100000-"]);
    },
  );

  test("a connection that breaks more often than there are retries, as long as it gets on", async () => {
    const one = await offer("a");
    server.plan = () => ({ kind: "truncate", after: 70_000 });

    await fetchAll([one], { retries: 1 });

    expect(server.requests.length).toBe(5);
  });

  test("a server that ignores ranges", async () => {
    const one = await offer("a");
    server.plan = (_path, attempt) =>
      attempt === 0 ? { kind: "truncate", after: 1000 } : { kind: "ignore-range" };

    expect((await fetchAll([one])).downloadedBytes).toBe(size);
  });

  test("a server that lies once", async () => {
    const one = await offer("a");
    server.plan = (_path, attempt) => (attempt === 0 ? { kind: "corrupt" } : undefined);

    await fetchAll([one]);

    expect(server.requests.map(({ range }) => range)).toEqual([undefined, undefined]);
  });

  test("a redirect", async () => {
    const one = await offer("a");
    server.plan = (path) =>
      path.startsWith("/old") ? { kind: "redirect", location: path.replace("/old", "/debian") } : undefined;

    expect((await fetchAll([one], { uris: [`${server.url}/old`] })).downloadedBytes).toBe(size);
  });

  test("one of several addresses that is dead, lies or lacks the file", async () => {
    const one = await offer("a");
    server.plan = (path) => (path.startsWith("/lying") ? { kind: "corrupt" } : undefined);
    const good = `${server.url}/debian`;

    for (const bad of ["http://127.0.0.1:1/debian", `${server.url}/missing`, `${server.url}/lying`]) {
      await rm(debs, { recursive: true, force: true });
      expect((await fetchAll([one], { uris: [bad, good] })).downloadedBytes).toBe(size);
    }
  });
});

describe("not to be had", () => {
  test("files that are gone are listed, with the way to current ones", async () => {
    const packages = [
      await offer("a"),
      lockedOf("b", "2"),
      lockedOf("c", "3", { sha256: `sha256:${"1".repeat(64)}` }),
    ];

    const error = await failureOf(fetchAll(packages));

    expect([error.code, error.exitStatus]).toEqual(["mirror-unreachable", 32]);
    expect(error.message).toBe(
      "2 of 3 packages could not be fetched:\n" +
        `  b 2 amd64 from debian: 404 Not Found at ${server.url}/debian/pool/b_2_amd64.deb\n` +
        `  c 3 amd64 from debian: 404 Not Found at ${server.url}/debian/pool/c_3_amd64.deb`,
    );
    expect(error.hint).toContain("debootc lock");
    expect(await readdir(debs)).toContain((packages[0]?.sha256 ?? "").slice(7, 9));
  });

  test.each([
    ["other bytes than the signed index promises", { kind: "corrupt" }],
    ["nearly nothing came for 0.3 s, after 20 of 300000 bytes", { kind: "stall", after: 10 }],
    ["500 Internal Server Error", { kind: "status", status: 500 }],
    ["403 Forbidden", { kind: "status", status: 403 }],
  ] as const)("%s", async (message, fault) => {
    const one = await offer("a");
    server.plan = () => fault;

    const error = await failureOf(fetchAll([one], { retries: 1 }));

    expect(error.code).toBe("mirror-unreachable");
    expect(error.message).toContain(message);
    expect(await readFile(stored(one)).catch(() => "absent")).toBe("absent");
  });

  test("a longer file than the index promises is not read", async () => {
    const one = { ...(await offer("a")), size: size - 1 };

    expect((await failureOf(fetchAll([one], { retries: 1 }))).message).toContain(
      `${size} bytes are offered instead of ${size - 1}`,
    );
  });

  test("a dead server fails all files after the retries of the first ones", async () => {
    const packages = Array.from({ length: 200 }, (_, n) =>
      lockedOf(`p${n}`, "1", { sha256: `sha256:${String(n).padStart(64, "0")}` }),
    );

    const error = await failureOf(fetchAll(packages, { uris: ["http://127.0.0.1:1/debian"], retries: 3 }));

    expect(error.message).toContain("200 of 200 packages could not be fetched");
  });
});

test("two runs at once do not disturb each other", async () => {
  const packages = await Promise.all(["a", "b", "c", "d"].map(offer));
  server.plan = (_path, attempt) => (attempt < 2 ? { kind: "truncate", after: 100_000 } : undefined);

  await Promise.all([fetchAll(packages), fetchAll(packages)]);

  for (const one of packages) expect(`sha256:${sha256(await readFile(stored(one)))}`).toBe(one.sha256);
  expect(await readdir(join(debs, "partial"))).toEqual([]);
});

test("a cancelled run ends at once and keeps what it has for the next", async () => {
  const one = await offer("a");
  server.plan = (_path, attempt) => (attempt === 0 ? { kind: "stall", after: 100_000 } : undefined);
  const controller = new AbortController();
  const fetching = failureOf(fetchAll([one], { signal: controller.signal, stallSeconds: 30 }));
  await vi.waitFor(async () => expect(await partialBytes()).toBe(100_000), { timeout: 20_000 });
  controller.abort();

  const error = await fetching;
  await fetchAll([one]);

  expect(error.code).toBe("cancelled");
  expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=100000-"]);
});

test("a store that cannot be written ends the run as such", async () => {
  const one = await offer("a");
  await mkdir(debs, { recursive: true });
  await writeFile(join(debs, "partial"), "in the way");

  const error = await failureOf(fetchAll([one]));

  expect(error.code).toBe("results-unwritable");
});

test("a directory of the machine serves as well as a server", async () => {
  const one = await offer("a");

  expect((await fetchAll([one], { uris: [`file:${directory}/www/%64ebian`] })).downloadedBytes).toBe(size);
});
