import { composeRecord } from "@debootc/core/compose/compose-record";
import { portableCompose } from "@debootc/core/compose/placed-compose";
import { lockText } from "@debootc/core/lock/lock-text";
import { sectionOf, treefileOf } from "@debootc/core/lock/lock-section.fixture";
import { placeIn } from "@debootc/core/request/fields/named-place";
import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { composedLeg } from "../composed/leg-of-compose.fixture.ts";
import { idsOfCompose, type WantedIds } from "./ids-of-compose.ts";

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-ids-"));
  await finished("several-1-20261130.0", { "server/amd64": 901, "edge/amd64": 902, "edge/arm64": 903 });
  await finished("one-1-20261130.0", { "site/amd64": 904 });
  await symlink("several-1-20261130.0", join(work.path, "latest"));
});
afterAll(() => work[Symbol.asyncDispose]());

/** Makes a compose of legs, in each of which `agent` has the given id. */
async function finished(id: string, uids: Readonly<Record<string, number>>): Promise<void> {
  const directory = join(work.path, id);
  await mkdir(join(directory, "compose/metadata"), { recursive: true });
  await writeFile(join(directory, "STATUS"), "FINISHED\n");
  const legs = [];
  for (const [name, uid] of Object.entries(uids)) {
    const [variant = "", architecture = ""] = name.split("/");
    const lock = join(directory, "compose", name, "lock.json");
    await mkdir(join(lock, ".."), { recursive: true });
    const account = { name: "agent", uid, gid: uid, gecos: "", home: "/", shell: "/bin/false" };
    const ids = { users: [account], groups: [] };
    const section = sectionOf(treefileOf({ architecture }));
    const packages = section.packages.map((one) => ({ ...one, architecture: "all" }));
    await writeFile(lock, lockText({ architectures: { [architecture]: { ...section, packages, ids } } }));
    legs.push(composedLeg(id, { variant, architecture, lock }));
  }
  const expected = legs.map(({ variant, architecture }) => ({ variant, architecture, required: true }));
  const record = { composeId: id, directory, expected, legs };
  await writeFile(
    join(directory, "compose/metadata/compose.json"),
    composeRecord.serialize(portableCompose(record)),
  );
}

async function uidIn(compose: string, wanted: Partial<WantedIds>): Promise<number | string | undefined> {
  const all = { treefile: "site", architecture: "amd64", ...wanted };
  return idsOfCompose(placeIn(work.path, compose), work.path, all).then(
    ({ users }) => users[0]?.uid,
    (error: Error & { hint?: string }) => `${error.message}; ${error.hint}`,
  );
}

test("a variant takes the ids of its own leg in a compose that is named as a whole", async () => {
  expect(await uidIn("latest", { variant: "server" })).toBe(901);
  expect(await uidIn("latest/", { variant: "edge" })).toBe(902);
  expect(await uidIn("several-1-20261130.0", { variant: "edge", architecture: "arm64" })).toBe(903);
});

test("a variant that the compose does not have, or not for the architecture, is refused", async () => {
  expect(await uidIn("latest", { variant: "desktop" })).toMatch(
    /^--ids latest: .* has no desktop\/amd64.*; Name a finished compose that has all legs to lock/,
  );
  expect(await uidIn("latest", { variant: "server", architecture: "arm64" })).toContain(
    "has no server/arm64",
  );
});

test("a treefile takes those of a compose of the same treefile", async () => {
  expect(await uidIn("one-1-20261130.0", {})).toBe(904);
  expect(await uidIn("one-1-20261130.0", { treefile: "other" })).toBe(
    "--ids one-1-20261130.0: one-1-20261130.0 is a compose of site, not of other; Name a compose of the treefile that is locked.",
  );
});
