import { type TestPackage, writeTestSuite } from "@debootc/tools/apt/test-archive.fixture";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockScenes, refusalOf } from "./lock-scene.fixture.ts";

const hour = 3600_000;
const packages: TestPackage[] = [
  { name: "base-files", version: "13", fields: { Essential: "yes" } },
  { name: "nginx", version: "1.26-3" },
];
const [newer, older] = [new Date(Date.now() - hour), new Date(Date.now() - 30 * hour)];

const given = lockScenes(packages);

async function publish(date: Date): Promise<void> {
  await rm(join(given.scene.archive, "dists"), { recursive: true });
  await writeTestSuite({
    directory: given.scene.archive,
    suite: "trixie",
    packages,
    key: given.keys.key,
    date,
  });
}

/** Locks the newer archive and goes back to the older one. */
async function goBack() {
  await publish(newer);
  const { section } = await given.scene.resolve();
  await publish(older);
  return section.indexes;
}

function iso(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

test("an archive that went back in time is refused with both dates if the lock knows a newer index, also where that is in the cache", async () => {
  const indexes = await goBack();

  for (const clear of [false, true]) {
    if (clear) await rm(given.scene.cache, { recursive: true });
    const resolving = given.scene.resolve({}, undefined, undefined, { indexes, allowOlder: false });
    const error = await refusalOf(resolving);

    expect([error.code, error.exitStatus]).toEqual(["archive-went-back", 9]);
    expect(error.message).toBe(
      `source debian (${given.scene.server.url} trixie) went back in time: its index is dated ${iso(older)}, but the lock knows one dated ${iso(newer)}`,
    );
    expect(error.hint).toContain("--allow-older");
  }
});

test("an archive that went back in time is taken as it is, with a warning, if that is allowed", async () => {
  const indexes = await goBack();

  const { section, warnings } = await given.scene.resolve({}, undefined, undefined, {
    indexes,
    allowOlder: true,
  });

  expect(section.indexes.map(({ date }) => date)).toEqual([iso(older)]);
  expect(warnings).toContain(`dated ${iso(older)}, but the lock knows one dated ${iso(newer)}`);
});

test("an archive that went back in time is a warning if only an earlier run knows, and what it has now is taken", async () => {
  await goBack();

  const { section, warnings } = await given.scene.resolveOrReuse();

  expect(section.indexes.map(({ date }) => date)).toEqual([iso(older)]);
  expect(warnings).toContain(`dated ${iso(older)}, but an earlier run saw one dated ${iso(newer)}`);
  expect((await given.scene.resolveOrReuse()).reused).toBe(true);
});

test("an archive whose index is as old as the lock's has not gone back", async () => {
  const { section } = await given.scene.resolve();

  const { warnings } = await given.scene.resolve({}, undefined, undefined, {
    indexes: section.indexes,
    allowOlder: false,
  });

  expect(warnings).not.toContain("went back");
});
