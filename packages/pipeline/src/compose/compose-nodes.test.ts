import { composeSteps, stepOf } from "@debootc/core/phase/compose-steps";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { expect, test } from "vitest";
import { openComposeScene } from "./compose-scene.fixture.ts";
import { composeNodes } from "./compose-nodes.ts";
import type { LegSetting } from "./run/compose-setting.ts";
import { composeSlots, composingLegs } from "./run/compose-records.ts";

/** The graph of these legs; all made of the same treefile. */
async function graphOf(...legs: { readonly variant: string; readonly required: boolean }[]) {
  await using scene = await openComposeScene("source-packages: [hello]\ndisk: {images: [raw]}\n");
  const setting = { ...scene.setting, isLone: legs.length === 1 };
  const settings = legs.map((leg) => ({ ...setting, ...leg }));
  return composeNodes(setting, composingLegs(settings), composeSlots());
}

const server = { variant: "server", required: true };
const desktop = { variant: "desktop", required: false };

test.each([[[server]], [[server, desktop]]])(
  "each node reads only what another one leaves before it",
  async (legs) => {
    const nodes = await graphOf(...legs);

    for (const [index, { id, reads, after }] of nodes.entries()) {
      const before = nodes.slice(0, index).map((node) => node.id);
      const there = new Set(nodes.map((node) => node.id));
      for (const slot of reads) expect(before, `${id} reads ${slot.id}`).toContain(slot.id);
      for (const slot of after.filter((one) => there.has(one.id)))
        expect(before, `${id} waits for ${slot.id}`).toContain(slot.id);
    }
  },
);

test("the steps that --phase and --skip take are those of the graph, each with its phase", async () => {
  const steps = (await graphOf(server, desktop)).map(({ id, phase }) => [stepOf(id), phase]);

  expect(Object.fromEntries(steps)).toEqual(composeSteps);
});

test("a single leg's nodes bear plain names, those of several the name of their leg", async () => {
  const architecture = await nativeArchitecture();
  const alone = (await graphOf(server)).map(({ id }) => id);
  const several = (await graphOf(server, desktop)).map(({ id }) => id);

  expect(alone).toContain("root");
  expect(alone).not.toContain("overview");
  expect(several).toContain(`root@server/${architecture}`);
  expect(several).toContain(`root@desktop/${architecture}`);
  expect(several.slice(-3)).toEqual(["metadata", "overview", "publish"]);
  expect((await graphOf(server))[0]?.title).toBe("Build the source packages");
  expect((await graphOf(server, desktop))[0]?.title).toBe(
    `server/${architecture}: Build the source packages`,
  );
});

test("no node of a leg that may fail is required, and what speaks for all of them does without it", async () => {
  const nodes = await graphOf(server, desktop);
  const required = nodes.filter((node) => node.required).map(({ id }) => id);
  const metadata = nodes.find(({ id }) => id === "metadata");

  expect(required.some((id) => id.includes("@server/"))).toBe(true);
  expect(required.filter((id) => id.includes("@desktop/"))).toEqual([]);
  expect(metadata?.reads.map(({ id }) => id.replace(/\/.*/, ""))).toEqual(["leg@server"]);
  expect(metadata?.after.map(({ id }) => id.replace(/\/.*/, ""))).toEqual(["leg@desktop"]);
});

test("a disk is made only for a treefile that wants its images, and is required unless that says otherwise", async () => {
  await using scene = await openComposeScene();
  const origin = { file: "a.yaml", line: 1, column: 1 };
  const disk = { bootLoader: "grub", bootTries: 3, filesystem: "ext4", sizeMiB: 4096, origin } as const;
  const nodeOf = (wanted: LegSetting["treefile"]["disk"], required = true) => {
    const setting = { ...scene.setting, required, treefile: { ...scene.setting.treefile, disk: wanted } };
    const nodes = composeNodes(setting, composingLegs([setting]), composeSlots());
    const leg = nodes.find(({ id }) => id === "leg");
    expect(leg?.after.map(({ id }) => id)).toContain("disks");
    return nodes.find(({ id }) => id === "disks");
  };
  const images = { formats: ["raw" as const], required: true, origin };

  expect(nodeOf(undefined)).toBeUndefined();
  expect(nodeOf(disk)).toBeUndefined();
  expect(nodeOf({ ...disk, images })).toMatchObject({ required: true, phase: "output" });
  expect(nodeOf({ ...disk, images: { ...images, required: false } })?.required).toBe(false);
  expect(nodeOf({ ...disk, images }, false)?.required).toBe(false);
});
