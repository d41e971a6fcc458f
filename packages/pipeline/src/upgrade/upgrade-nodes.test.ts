import { expect, test } from "vitest";
import { upgrade } from "./upgrade-scene.fixture.ts";
import { upgradeNodes } from "./upgrade-nodes.ts";

const surroundings = {
  scratch: "/scratch",
  repositories: "/scratch/served",
  server: { port: 4711, requests: [] },
  remote: { name: "debian", signed: true },
  privilege: { owner: { uid: 1000, gid: 1000 }, isRoot: false },
  clock: () => new Date(0),
};

test("the boots wait for the disk and for the repository to upgrade from, and all three are required", async () => {
  const nodes = await upgradeNodes(upgrade, surroundings);

  expect(
    nodes.map(({ id, reads, required }) => ({ id, reads: reads.map((slot) => slot.id), required })),
  ).toEqual([
    { id: "repository", reads: [], required: true },
    { id: "disk", reads: [], required: true },
    { id: "boots", reads: ["disk", "repository"], required: true },
  ]);
});

test("the disk is that of the system before", async () => {
  const nodes = await upgradeNodes(upgrade, surroundings);

  expect(nodes.find(({ id }) => id === "disk")?.title).toBe("Make the disk of old");
});

test("the boots may take three times as long as one, and as much memory as the machine", async () => {
  const nodes = await upgradeNodes(upgrade, surroundings);

  expect(nodes.find(({ id }) => id === "boots")).toMatchObject({
    timeoutSeconds: 3 * 500 + 600,
    resources: { memoryMiB: 1536 + 512 },
  });
});
