import { composeRequestSchema } from "@debootc/core/request/compose-request";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { describe, expect, test } from "vitest";
import { startComposeDirectory } from "../composed/compose-directory.ts";
import { now } from "./compose-scene.fixture.ts";
import { chooseForInput } from "./choose-for-input.ts";
import { chosenNodes } from "./chosen-nodes.ts";
import { openComposeSetting } from "./open-compose-setting.ts";
import { readComposeInput } from "./read-compose-input.ts";
import { composeSlots, composingLegs } from "./run/compose-records.ts";

const arch = await nativeArchitecture();
const composeFile = (phases: string) => `release: {short: site, name: Site, version: "1"}
variants:
  one: {treefile: base.yaml, arches: [${arch}], output: {image-compression: gzip}}
  two: {inherits: one, build: {ref: two}, output: {sbom: false, previous-image: none}}
phases: ${phases}
`;

/** The nodes that a compose of two variants has, and the settings of its legs. */
async function chosen(phases: string, given: object = {}) {
  await using home = await mkdtempDisposable(join(tmpdir(), "debootc-chosen-"));
  const file = join(home.path, "compose.yaml");
  await writeFile(file, composeFile(phases));
  await writeFile(join(home.path, "base.yaml"), "ref: one\nsuite: trixie\n");
  const request = composeRequestSchema.parse({
    ...{ treefile: file, outputDir: join(home.path, "out"), cacheDir: join(home.path, "cache") },
    ...{ arch: [arch], jobs: 1, ...given },
  });
  const dependencies = {
    ...{ emit: () => {}, signal: new AbortController().signal, clock: () => now },
    environment: { proxy: {}, user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } },
  };
  await using held = new AsyncDisposableStack();
  const input = await readComposeInput(request, { ...dependencies, chosen: true }, () => {});
  const choice = chooseForInput(input, { request, dependencies });
  const directory = await startComposeDirectory(request.outputDir, input.wanted);
  const { setting, legs: settings } = await openComposeSetting(
    input,
    {
      ...{ request, dependencies, configuration: { site: "/", user: "/" }, directory, events: [] },
      privilege: { owner: dependencies.environment.user, isRoot: true },
    },
    { report: () => {}, held },
  );
  const [legs, slots] = [composingLegs(settings), composeSlots()];
  const nodes = chosenNodes(choice, {
    setting,
    legs,
    slots,
    timeouts: input.timeouts,
    retries: input.retries,
  });
  return { ids: nodes.map(({ id }) => id), nodes, settings, choice };
}

describe("chosenNodes", () => {
  test("what the compose file leaves out is no part of the compose, which is published", async () => {
    const { ids, choice } = await chosen("{skip: [lint, overview], timeouts: {root: 4h}}");

    expect(ids.filter((id) => /^(?:lint|sbom|overview)/.test(id))).toEqual([`sbom@one/${arch}`]);
    expect(choice.isPublished).toBe(true);
    expect(choice.leftOut.map(({ id, reason }) => [id, reason])).toEqual([
      ["lint", "left out by phases.skip"],
      [`sbom@two/${arch}`, "left out by output.sbom"],
      ["overview", "left out by phases.skip"],
    ]);
  });

  test("steps have the time that the compose file gives them", async () => {
    const { nodes } = await chosen("{timeouts: {root: 4h}}");
    const seconds = (step: string) =>
      nodes.filter(({ id }) => id.startsWith(`${step}@`)).map(({ timeoutSeconds }) => timeoutSeconds);

    expect(seconds("root")).toEqual([14_400, 14_400]);
    expect(seconds("commit")).toEqual([1800, 1800]);
  });

  test("steps are tried again as often as the compose file says", async () => {
    const { nodes } = await chosen("{retries: {packages: 5}}");
    const retries = (step: string) =>
      nodes.filter(({ id }) => id.startsWith(`${step}@`)).map((node) => node.retries);

    expect(retries("packages")).toEqual([5, 5]);
    expect(retries("commit")).toEqual([2, 2]);
  });

  test("the command line wins over what the compose file asks for a leg", async () => {
    const compressions = async (given: object) =>
      (await chosen("{}", given)).settings.map(({ compression, request }) => [
        compression,
        request.previousImage?.given,
      ]);

    expect(await compressions({})).toEqual([
      ["gzip", undefined],
      ["gzip", "none"],
    ]);
    expect(await compressions({ imageCompression: "zstd" })).toEqual([
      ["zstd", undefined],
      ["zstd", "none"],
    ]);
  });

  test("a node that only takes its result makes nothing, and fails the compose, even in a leg that may fail", async () => {
    const { nodes } = await chosen("{}", { phase: ["build"] });
    const taken = nodes.filter(({ phase }) => phase === "gather");

    expect(taken.map(({ id }) => id.replace(/@.*/, ""))).toEqual([
      "lock",
      "plan",
      "packages",
      "lock",
      "plan",
      "packages",
    ]);
    expect(taken.every(({ required }) => required)).toBe(true);
  });
});
