import { composePlan } from "@debootc/core/plan/compose-plan";
import { digestOf } from "@debootc/core/record/digest";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ComposeScene, now, openComposeScene, signed } from "../compose-scene.fixture.ts";
import { planNode } from "./plan-node.ts";

const lockOf = ({ section }: ComposeScene) => ({ section, digest: digestOf(section), file: "lock.json" });

test("the plan is of the lock and the treefile, and is kept beside the results", async () => {
  await using scene = await openComposeScene("container:\n  title: Scene\n  max-layers: 7\n");
  const lock = lockOf(scene);

  const { output } = await scene.run(planNode, { lock });

  expect(output).toMatchObject({
    ref: scene.setting.treefile.ref,
    lock: lock.digest,
    container: { title: "Scene", maxLayers: 7, compression: scene.setting.compression },
    previousLayers: null,
    root: {
      packages: scene.section.packages.map(({ sha256 }) => sha256),
      timestamp: Date.parse(signed) / 1000,
      architecture: scene.setting.treefile.architecture,
    },
  });
  const file = join(scene.setting.base, "plan.json");
  expect(composePlan.parse(await readFile(file, "utf8"), file)).toEqual(output);
});

test("the same again has the version before, anything else the next", async () => {
  await using scene = await openComposeScene();
  const lock = lockOf(scene);
  const { output: first } = await scene.run(planNode, { lock });
  const previous = { id: "scene-1", plan: first };

  const { output: same } = await scene.run(planNode, { lock }, { previous });
  const other = { ...lock, digest: digestOf("another lock") };
  const { output: next } = await scene.run(planNode, { lock: other }, { previous });

  expect(same).toEqual(first);
  expect(next.treeVersion).not.toBe(first.treeVersion);
});

test("a clock behind the archive is refused", async () => {
  await using scene = await openComposeScene();
  const late = scene.section.indexes.map((index) => ({ ...index, date: "2026-03-01T00:00:00Z" }));
  const section = { ...scene.section, indexes: late };

  await expect(scene.run(planNode, { lock: { ...lockOf(scene), section } })).rejects.toMatchObject({
    code: "trust-refused",
    message: expect.stringContaining(now.toISOString()),
  });
});

const account = { name: "rabbitmq", uid: 101, gid: 102, gecos: "", home: "/", shell: "/bin/false" };
const kept = { users: [account], groups: [{ name: "rabbitmq", gid: 102 }] };
const previousAccounts = { of: "scene-1", ids: kept, read: async () => undefined };

test("ids of the compose before are kept when something changes, but for those of the lock", async () => {
  await using scene = await openComposeScene();
  const lock = lockOf(scene);
  const { output: first } = await scene.run(planNode, { lock });
  const previous = { id: "scene-1", plan: first };
  const follows = { previous, previousAccounts };

  const { output: same } = await scene.run(planNode, { lock }, follows);
  const other = { ...lock, digest: digestOf("another lock") };
  const { output: next } = await scene.run(planNode, { lock: other }, follows);
  const { output: again } = await scene.run(
    planNode,
    { lock: other },
    { previous: { id: "scene-2", plan: next }, previousAccounts },
  );
  const locked = { ...other, section: { ...scene.section, ids: kept } };
  const { output: fixed } = await scene.run(planNode, { lock: locked }, follows);

  expect(same).toEqual(first);
  expect(next.root.keptIds).toEqual(kept);
  expect(again).toEqual(next);
  expect(fixed.root.ids).toEqual(kept);
  expect(fixed.root).not.toHaveProperty("keptIds");
});
