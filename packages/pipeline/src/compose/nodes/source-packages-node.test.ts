import { join } from "node:path";
import { expect, test } from "vitest";
import { chainRequestOf } from "../../mock-build/chain/build-source-packages.ts";
import { openComposeScene } from "../compose-scene.fixture.ts";
import { legNodes } from "../leg-nodes.ts";
import { sourcePackagesOf } from "./source-packages-node.ts";

test("source packages are built in the compose, for its architecture and suite, with its cache", async () => {
  await using scene = await openComposeScene("source-packages:\n  - hello=2.10-5\n");
  const { request, base, directory, treefile } = scene.setting;
  const wanted = sourcePackagesOf(scene.setting);

  expect(wanted).toMatchObject({
    directory: join(base, "source-packages"),
    archive: join(directory.work, "built-packages"),
    cacheDir: request.cacheDir,
  });
  expect(chainRequestOf(wanted, "/chroot.yaml")).toMatchObject({
    sources: [{ kind: "archive", given: "hello=2.10-5", name: "hello", version: "2.10-5" }],
    suite: "trixie",
    config: "/chroot.yaml",
    arch: treefile.architecture,
    resultDir: wanted.directory,
    cacheDir: request.cacheDir,
    jobs: 1,
    noCache: false,
  });
});

test("only a treefile that brings source has a node for it, which the lock waits for", async () => {
  await using without = await openComposeScene();
  await using bringing = await openComposeScene("source-packages:\n  - hello=2.10-5\n");
  const idsOf = ({ setting, slots }: typeof without) => legNodes(setting, slots).map(({ id }) => id);
  const lock = legNodes(bringing.setting, bringing.slots).find(({ id }) => id === "lock");

  expect(idsOf(without)).not.toContain("source-packages");
  expect(idsOf(bringing)[0]).toBe("source-packages");
  expect(lock?.reads.map(({ id }) => id)).toEqual(["source-packages"]);
});
