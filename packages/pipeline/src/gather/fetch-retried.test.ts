import type { LockedPackage } from "@debootc/core/lock/lock";
import { lockedOf, sectionOf, treefileOf } from "@debootc/core/lock/lock-section.fixture";
import { bytesOf, poolPath, sha256, type TestPackage } from "@debootc/tools/apt/test-archive.fixture";
import { type Fault, startFaultServer } from "@debootc/tools/http/fault-server.fixture";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { node, runAll } from "../engine/graph.fixture.ts";
import type { NodeContext } from "../engine/node.ts";
import { fetchPackages } from "./fetch-packages.ts";

/** Runs a step that fetches two packages from a mirror, which asks twice for each in one attempt. */
async function fetchedFrom(plan: (path: string, attempt: number) => Fault | undefined) {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-retried-"));
  await using server = await startFaultServer(join(directory.path, "www"));
  server.plan = plan;
  const packages: LockedPackage[] = [];
  for (const name of ["a", "b"]) {
    const one: TestPackage = { name, version: "1", bytes: 20_000 };
    const [path, bytes] = [poolPath(one), bytesOf(one)];
    await mkdir(dirname(join(directory.path, "www/debian", path)), { recursive: true });
    await writeFile(join(directory.path, "www/debian", path), bytes);
    packages.push(
      lockedOf(name, "1", { filename: path, size: bytes.length, sha256: `sha256:${sha256(bytes)}` }),
    );
  }
  const suite = { suites: ["trixie"], components: ["main"], checkValidUntil: true, trusted: false };
  const fetch = async (_: object, context: NodeContext) => {
    const { downloadedBytes } = await fetchPackages(
      {
        section: sectionOf(treefileOf(), { packages }),
        sources: [{ id: "debian", uris: [`${server.url}/debian`], ...suite, optionalSuites: [] }],
        debsDirectory: join(directory.path, "debs"),
        ...{ retries: 1, stallSeconds: 0.3, firstPauseSeconds: 0.01 },
      },
      context,
    );
    return `${downloadedBytes} bytes`;
  };
  const { outcome, events, pauses } = await runAll([node("first", fetch, { retries: 2 })]);
  const told = events.flatMap((event) => (event.type === "diagnostic" ? [event.diagnostic.message] : []));
  return { outcome, pauses, told, requests: server.requests.length };
}

test.each<[string, Fault]>([
  ["is in trouble", { kind: "status", status: 503 }],
  ["drops connections", { kind: "truncate", after: 10 }],
])(
  "a mirror that %s for the first requests does not end a step that goes on with what it has",
  async (_, fault) => {
    const { outcome, pauses, told } = await fetchedFrom((path, attempt) =>
      path.includes("/b_") && attempt < 3 ? fault : undefined,
    );

    // What came in the first attempt is not fetched again.
    expect(outcome).toMatchObject({ records: { first: "20000 bytes" }, failed: [] });
    expect(pauses).toEqual([5]);
    expect(told).toEqual([expect.stringMatching(/^first: 1 of 2 packages could not be fetched/)]);
  },
);

test("a mirror that is in trouble for good ends it after the last attempt", async () => {
  const { outcome, pauses } = await fetchedFrom(() => ({ kind: "status", status: 503 }));

  expect(outcome).toMatchObject({ code: "mirror-unreachable" });
  expect(pauses).toEqual([5, 15]);
});

test("a mirror that refuses the login is asked once", async () => {
  const { outcome, pauses } = await fetchedFrom(() => ({ kind: "status", status: 401 }));

  expect(outcome).toMatchObject({ code: "credentials-refused" });
  expect(pauses).toEqual([]);
});
