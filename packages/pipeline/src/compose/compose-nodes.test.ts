import { expect, test } from "vitest";
import { openComposeScene } from "./compose-scene.fixture.ts";
import { composeNodes } from "./compose-nodes.ts";
import { composeSlots } from "./run/compose-records.ts";

test("each node reads only what another one leaves before it", async () => {
  await using scene = await openComposeScene();
  const nodes = composeNodes(scene.setting, scene.slots);

  for (const [index, { id, reads, after }] of nodes.entries()) {
    const before = nodes.slice(0, index).map((node) => node.id);
    for (const slot of [...reads, ...after]) expect(before, `${id} reads ${slot.id}`).toContain(slot.id);
  }
});

test("two variants fit into one graph, and may share a lock", async () => {
  await using scene = await openComposeScene();
  const server = composeSlots("server/amd64");
  const desktop = { ...composeSlots("desktop/amd64"), lock: server.lock };
  const nodes = [server, desktop].flatMap((slots) => composeNodes(scene.setting, slots));
  const own = nodes.filter(({ id }) => id.endsWith("@desktop/amd64"));

  expect(nodes.find(({ id }) => id === "root@server/amd64")?.reads.map(({ id }) => id)).toEqual([
    "lock@server/amd64",
    "packages@server/amd64",
    "plan@server/amd64",
  ]);
  expect(own.find(({ id }) => id === "root@desktop/amd64")?.reads.map(({ id }) => id)).toEqual([
    "lock@server/amd64",
    "packages@desktop/amd64",
    "plan@desktop/amd64",
  ]);
  expect(own).toHaveLength(composeNodes(scene.setting, scene.slots).length - 1);
});
