import { composeRecord } from "@debootc/core/compose/compose-record";
import { portableCompose } from "@debootc/core/compose/placed-compose";
import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findCompose } from "./find-compose.ts";
import { composedLeg } from "./leg-of-compose.fixture.ts";

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
const out = () => join(work.path, "out");

beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-find-"));
  await finished("several-1-20261130.0", ["server/amd64", "edge/amd64", "edge/arm64"]);
  await finished("one-1-20261130.0", ["minimal/amd64"]);
  await symlink("several-1-20261130.0", join(out(), "latest"));
  const started = join(out(), "started-1-20261130.0");
  await mkdir(started);
  await writeFile(join(started, "STATUS"), "STARTED\n");
  const torn = join(out(), "torn-1-20261130.0");
  await mkdir(torn);
  await writeFile(join(torn, "STATUS"), "\u001b[31m".repeat(1000));
  await mkdir(join(out(), "lost-1-20261130.0"));
  await writeFile(join(out(), "lost-1-20261130.0/STATUS"), "FINISHED\n");
});
afterAll(() => work[Symbol.asyncDispose]());

async function finished(id: string, names: readonly string[]): Promise<void> {
  const directory = join(out(), id);
  await mkdir(join(directory, "compose/metadata"), { recursive: true });
  await writeFile(join(directory, "STATUS"), "FINISHED\n");
  const legs = names.map((name) => {
    const [variant = "", architecture = ""] = name.split("/");
    return composedLeg(id, { variant, architecture });
  });
  const expected = legs.map(({ variant, architecture }) => ({ variant, architecture, required: true }));
  const record = { composeId: id, directory, expected, legs };
  await writeFile(
    join(directory, "compose/metadata/compose.json"),
    composeRecord.serialize(portableCompose(record)),
  );
}

/** What a name means to somebody who is in the directory above `out`. */
async function found(given: string): Promise<string> {
  const named = { given, path: join(work.path, given) };
  return findCompose(named, out()).then(
    ({ result }) => `${result.composeId} ${result.variant}/${result.architecture}`,
    (error: Error & { hint?: string }) => `${error.message}; ${error.hint}`,
  );
}

test.each([
  ["one-1-20261130.0", "one-1-20261130.0 minimal/amd64"],
  ["out/one-1-20261130.0", "one-1-20261130.0 minimal/amd64"],
  ["one-1-20261130.0/minimal", "one-1-20261130.0 minimal/amd64"],
  ["latest/server", "several-1-20261130.0 server/amd64"],
  ["latest/server/", "several-1-20261130.0 server/amd64"],
  ["latest/edge/arm64", "several-1-20261130.0 edge/arm64"],
  ["out/latest/edge/arm64", "several-1-20261130.0 edge/arm64"],
  ["out/latest/compose/edge/arm64", "several-1-20261130.0 edge/arm64"],
])("%s is the leg that one means by it", async (given, leg) => {
  expect(await found(given)).toBe(leg);
});

test("a leg of several has a label, so that what is written about one is not taken for another's", async () => {
  const labelOf = async (given: string) =>
    (await findCompose({ given, path: join(work.path, given) }, out())).result.label;

  expect(await labelOf("latest/edge/arm64")).toBe("edge-arm64");
  expect(await labelOf("one-1-20261130.0")).toBe("");
});

test("a name that says too little, or too much, is refused with the names there are", async () => {
  const names = "latest/server/amd64, latest/edge/amd64, latest/edge/arm64.";

  expect(await found("latest")).toBe(
    `the compose latest has several variants; Name one of its parts: ${names}`,
  );
  expect(await found("latest/desktop")).toContain("the compose latest has no desktop");
  expect(await found("started-1-20261130.0")).toContain("is STARTED, not finished");
  expect(await found("torn-1-20261130.0")).toMatch(/is "\\u001b\[31m[^\p{Cc}]{1,80}…, not finished; /u);
  expect(await found("lost-1-20261130.0")).toBe(
    "the compose lost-1-20261130.0 has lost its record, compose/metadata/compose.json; Compose it again, or name another one.",
  );
  expect(await found("nothing")).toContain('no finished compose "nothing"');
});
