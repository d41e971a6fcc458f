import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { run } from "@debootc/tools/run";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openComposeScene, recordsUpToRoot, withOtherTools } from "../compose-scene.fixture.ts";
import { commitNode } from "./commit-node.ts";
import { publishNode } from "./publish-node.ts";

test("a root is committed without a ref, once, and the ref follows when the compose is published", async () => {
  await using scene = await openComposeScene("add-commit-metadata:\n  scene: yes it is\n");
  const records = await recordsUpToRoot(scene);
  const repo = join(scene.setting.base, "ostree");
  const refs = async () => (await run({ tool: "ostree", args: [`--repo=${repo}`, "refs"] })).stdout.trim();

  const { output: commit, reused } = await scene.run(commitNode, records);
  const again = await scene.run(commitNode, records, { base: `${scene.setting.base}-again` });

  expect([reused, again.reused]).toEqual([false, true]);
  expect(again.output).toEqual(commit);
  const elsewhere = await scene.run(
    commitNode,
    { ...records, plan: withOtherTools(records.plan) },
    { base: `${scene.setting.base}-elsewhere` },
  );
  expect(elsewhere.reused).toBe(false);
  expect(elsewhere.output.checksum).toBe(commit.checksum);
  expect(commit).toMatchObject({
    ref: records.plan.ref,
    treeVersion: records.plan.treeVersion,
    timestamp: records.plan.root.timestamp,
    bootable: false,
  });
  expect(await refs()).toBe("");
  const show = await run({
    tool: "ostree",
    args: [`--repo=${repo}`, "show", "--print-metadata-key=scene", commit.checksum],
  });
  expect(show.stdout.trim()).toBe("'yes it is'");

  // What it reads of the metadata is only that it is there.
  const timestamp = "2026-01-01T00:00:00Z";
  const composed = { ref: commit.ref, timestamp, commit: { repo, checksum: commit.checksum } } as ComposedLeg;
  await scene.runWhole(publishNode, { leg: { composed, packages: [] }, metadata: { paths: [] } });

  expect(await refs()).toBe(records.plan.ref);
  expect(
    await run({ tool: "ostree", args: [`--repo=${repo}`, "rev-parse", records.plan.ref] }),
  ).toMatchObject({
    stdout: `${commit.checksum}\n`,
  });
  const view = await run({ tool: "ostree", args: [`--repo=${repo}`, "summary", "--view"] });
  expect(view.stdout).toContain("last-modified): 2026-01-01T00:00:00");
  expect(view.stdout).toContain(commit.checksum);
});
