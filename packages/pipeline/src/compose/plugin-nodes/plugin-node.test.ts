import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ComposeScene, openComposeScene, recordsUpToRoot } from "../compose-scene.fixture.ts";
import { legNodes } from "../leg-nodes.ts";
import { defineNode, type PluginContext, type PluginNode, record, records } from "../plugin/compose-api.ts";
import type { LegSetting } from "../run/compose-setting.ts";
import { legFiles } from "../run/leg-files.ts";
import { legSlots } from "../run/leg-records.ts";
import { pluginNode } from "./plugin-node.ts";

const facts = {
  phase: "output",
  title: "Do more",
  required: true,
  timeoutSeconds: 5,
  resources: { cpus: 1, memoryMiB: 1, diskMiB: 1 },
} as const;
const inPlugin = (...nodes: PluginNode[]) => ({ api: 1, name: "mine", file: "/mine.ts", nodes }) as const;
const doing = (run: (context: PluginContext) => unknown, more: Partial<typeof facts> = {}) =>
  defineNode({ ...facts, ...more, leaves: record("extra"), reads: {}, run: (_, context) => run(context) });

/** Runs a node of a plugin as a node of the scene's leg. */
const run = (scene: ComposeScene, node: PluginNode, given: Parameters<ComposeScene["run"]>[1] = {}) =>
  scene.run((setting, slots) => pluginNode(inPlugin(node), node, setting, slots), given);

describe("a node of a plugin", () => {
  test("gets what plugins may know of the records that it reads, and leaves its own", async () => {
    await using scene = await openComposeScene();
    const { lock, plan, root } = await recordsUpToRoot(scene);
    const node = defineNode({
      ...facts,
      leaves: record("extra"),
      reads: { chosen: records.lock, tree: records.root },
      after: { plan: records.plan },
      run: ({ chosen, tree, plan: planned }) => ({ chosen, tree, planned }),
    });

    const { output, reused } = await run(scene, node, { lock, plan, root });

    expect(reused).toBeUndefined();
    expect(output).toMatchObject({
      chosen: { file: lock.file, digest: lock.digest, packages: [{ name: "hello" }] },
      tree: { listing: root.listing, digest: root.record.digest, files: root.record.files },
      planned: { ref: plan.ref, version: plan.treeVersion, timestamp: plan.root.timestamp },
    });
    expect(JSON.stringify(output)).not.toContain("warnings");
  });

  test("knows its leg, and its files are those of the leg", async () => {
    await using scene = await openComposeScene();
    const { base, variant, architecture } = scene.setting;
    await mkdir(base, { recursive: true });
    const node = doing(async ({ directory, workDirectory, leg, warn }) => {
      await mkdir(join(directory, "a/empty"), { recursive: true });
      await writeFile(join(directory, "a/b.txt"), `${leg.variant}/${leg.architecture} of ${leg.suite}`);
      await writeFile(join(workDirectory, "scratch"), "");
      warn("careful", "Be careful.");
    });

    expect((await run(scene, node)).output).toBe(null);
    expect(await legFiles(base)).toEqual(["plugins/extra/a/b.txt"]);
    expect(await readFile(join(base, "plugins/extra/a/b.txt"), "utf8")).toBe(
      `${variant}/${architecture} of trixie`,
    );
    expect(scene.reports).toMatchObject([
      { type: "diagnostic", diagnostic: { severity: "warning", message: "careful", hint: "Be careful." } },
      { type: "artifact", kind: "plugin-file", path: join(base, "plugins/extra/a/b.txt") },
    ]);
  });

  test("runs programs of this machine, with only the given environment", async () => {
    await using scene = await openComposeScene();
    const node = doing(
      async ({ runOutside }) => (await runOutside({ tool: "env", args: [], environment: { A: "b" } })).stdout,
    );

    expect((await run(scene, node)).output).toMatch(/^A=b$/m);
    const failing = doing(({ runOutside }) => runOutside({ tool: "false", args: [] }));
    await expect(run(scene, failing)).rejects.toMatchObject({ code: "plugin-failed" });
  });

  test.each([
    [
      "throws an error",
      () => {
        throw new Error("no luck");
      },
      "the plugin mine failed at extra: no luck",
    ],
    ["throws anything", () => Promise.reject("words"), "the plugin mine failed at extra: words"],
    [
      "returns what is no JSON",
      () => ({ made: new Map() }),
      "the plugin mine failed at extra: what it returns is not JSON",
    ],
  ])("that %s fails with its name", async (_, work, message) => {
    await using scene = await openComposeScene();
    await expect(run(scene, doing(work))).rejects.toMatchObject({ code: "plugin-failed", message });
  });

  test.each([
    [
      "a link",
      (path: string) => symlink("/etc/passwd", join(path, "x")),
      /"x" is neither a file nor a directory/,
    ],
    [
      "a name with a line break",
      (path: string) => writeFile(join(path, "a\nb"), ""),
      /cannot be the name of a file/,
    ],
    ["a hidden file", (path: string) => writeFile(join(path, ".x"), ""), /".x" cannot be the name of a file/],
  ])("that leaves %s fails, and nothing of it is in the compose", async (_, leave, message) => {
    await using scene = await openComposeScene();
    const node = doing(async ({ directory }) => {
      await writeFile(join(directory, "good"), "");
      await leave(directory);
    });
    await mkdir(scene.setting.base, { recursive: true });

    await expect(run(scene, node)).rejects.toThrow(message);
    expect(await legFiles(scene.setting.base)).toEqual([]);
  });

  test("ends when it is stopped, even if the plugin does not", async () => {
    await using scene = await openComposeScene();
    const stop = new AbortController();
    const node = pluginNode(
      inPlugin(),
      doing(() => new Promise(() => {})),
      scene.setting,
      scene.slots,
    );
    const records = { has: () => false, of: () => undefined as never, find: () => undefined };
    const workDirectory = scene.setting.directory.work;
    const ended = node.run(records, { report: () => {}, signal: stop.signal, workDirectory, log: () => {} });
    stop.abort(new Error("stopped"));

    await expect(ended).rejects.toThrow("stopped");
  });
});

describe("the graph of a leg with plugins", () => {
  async function graph(setting: Partial<LegSetting> = {}) {
    await using scene = await openComposeScene();
    const failable = doing(() => 1, { required: false as never });
    const needed = defineNode({
      ...facts,
      leaves: record("needed"),
      reads: { extra: record("extra"), image: records.image },
      run: () => 1,
    });
    const whole = { ...scene.setting, plugins: [inPlugin(failable, needed)], ...setting };
    return legNodes(whole, legSlots(whole.isLone ? undefined : whole));
  }

  test("sums up after the nodes of plugins, and not without those that are required", async () => {
    const nodes = await graph();
    const leg = nodes.find(({ id }) => id === "leg");

    expect(leg?.ifMade?.map(({ id }) => id)).toEqual(["sbom", "needed"]);
    expect(leg?.after.map(({ id }) => id)).toEqual(["lint", "disks", "extra"]);
    expect(nodes.find(({ id }) => id === "needed")?.reads.map(({ id }) => id)).toEqual(["extra", "image"]);
  });

  test("lets a plugin take the image when the SBOMs are attached to it, and not in the middle of that", async () => {
    const after = (await graph()).find(({ id }) => id === "needed")?.after.map(({ id }) => id);

    expect(after).toEqual(["sbom"]);
  });

  test("has nodes of plugins for each leg, as failable as the leg", async () => {
    const variant = "server";
    const nodes = await graph({ isLone: false, variant, required: false });
    const needed = nodes.find(({ id }) => id.startsWith("needed@server/"));

    expect(needed?.required).toBe(false);
    expect(needed?.title).toMatch(/^server\/.*: Do more$/);
    expect(needed?.reads.every(({ id }) => id.includes("@server/"))).toBe(true);
  });
});
