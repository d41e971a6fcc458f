import { DebootcError } from "@debootc/core/error/debootc-error";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadComposePlugins } from "./load-compose-plugins.ts";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-compose-plugins-"));
});
afterAll(() => rm(directory, { recursive: true }));

interface Written {
  readonly step?: string;
  readonly reads?: readonly string[];
  readonly more?: string;
}

/** The text of a node of a plugin. */
function nodeText({ step = "extra", reads = [], more = "" }: Written): string {
  const slots = reads.map((id) => `"${id}": {id: "${id}"}`).join(", ");
  return `{leaves: {id: "${step}"}, phase: "output", title: "x", reads: {${slots}}, required: true, timeoutSeconds: 9,
    resources: {cpus: 1, memoryMiB: 1, diskMiB: 1}, run: () => 1, ${more}}`;
}

let count = 0;
/** Loads plugins of these texts, named in a compose file one a line. */
async function load(texts: readonly string[], steps: readonly string[] = []) {
  const files = await Promise.all(
    texts.map(async (text, index) => {
      const file = join(directory, `plugin-${++count}.mjs`);
      await writeFile(file, text);
      return { file, origin: { file: "/compose.yaml", line: index + 1, column: 5 } };
    }),
  );
  return loadComposePlugins({
    files,
    steps: steps.map((step) => ({ step, origin: { file: "/compose.yaml", line: 9, column: 1 } })),
  });
}
const plugin = (nodes: readonly string[], api = 1) =>
  `export default { api: ${api}, name: "mine", nodes: [${nodes.join(", ")}] };`;

/** What is wrong, with the lines that name the plugins. */
async function faults(texts: readonly string[], steps: readonly string[] = []): Promise<readonly string[]> {
  try {
    await load(texts, steps);
    return [];
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "plugin-invalid") throw error;
    return error.diagnostics.map(
      ({ line = 0, message }) => `${line} ${message.replace(/\S*plugin-\d+\.mjs/, "FILE")}`,
    );
  }
}

describe("plugins of a compose", () => {
  test("are loaded in their order, and may read each other's records and those of debootc", async () => {
    const [first, second] = await load(
      [
        plugin([nodeText({ step: "one", reads: ["image"] })]),
        plugin([nodeText({ step: "two", reads: ["one"] })]),
      ],
      ["two"],
    );

    expect([first?.nodes[0]?.leaves.id, second?.nodes[0]?.leaves.id]).toEqual(["one", "two"]);
  });

  test.each([
    ["has an unknown phase", nodeText({ more: 'phase: "party"' }), /FILE is not a plugin: .*phase/s],
    [
      "belongs to the phase of package builds",
      nodeText({ more: 'phase: "init"' }),
      /is not a plugin: .*phase/s,
    ],
    ["has an unknown key", nodeText({ more: "cache: true" }), /Unrecognized key: "cache"/],
    ["has no time", nodeText({ more: "timeoutSeconds: 0" }), /timeoutSeconds/],
    ["does nothing", nodeText({ more: "run: 1" }), /expected a function/],
    ["has the name of a step", nodeText({ step: "root" }), /"root" is a name that debootc itself has/],
    ["has the name of a phase", nodeText({ step: "gather" }), /"gather" is a name that debootc itself has/],
    ["has a name that is no word", nodeText({ step: "../x" }), /"..\/x" cannot name a step/],
    ["has the name of what every object has", nodeText({ step: "toString" }), /cannot name a step/],
    [
      "reads what plugins cannot",
      nodeText({ reads: ["layers"] }),
      /extra reads layers, which nothing leaves/,
    ],
    [
      "reads what nobody leaves",
      nodeText({ reads: ["constructor"] }),
      /reads constructor, which nothing leaves/,
    ],
    ["waits for itself", nodeText({ reads: ["extra"] }), /wait for each other: extra -> extra/],
  ])("of which a node %s are refused", async (_, node, message) => {
    expect(await faults([plugin([node])])).toEqual([expect.stringMatching(message)]);
  });

  test("whose nodes wait for each other are refused, with the names of these", async () => {
    const one = plugin([nodeText({ step: "one", more: "ifMade: {two: {id: 'two'}}" })]);
    const two = plugin([nodeText({ step: "two", reads: ["one"] })]);

    expect(await faults([one, two])).toEqual(["0 plugins: nodes wait for each other: one -> two -> one"]);
  });

  test("of which two have the same name are refused, where the second is named", async () => {
    expect(await faults([plugin([nodeText({})]), plugin([nodeText({})])])).toEqual([
      '2 the plugin mine: "extra" is a name that the plugin mine has',
    ]);
  });

  test("are refused together, each at its place, with what Node says of it", async () => {
    expect(
      await faults([
        "export default {",
        "throw new Error('not today')",
        plugin([nodeText({})], 2),
        "export const x = 1;",
      ]),
    ).toEqual([
      expect.stringMatching(/^1 cannot load the plugin FILE: .*(?:end of|Unexpected|Expected|invalid)/s),
      "2 cannot load the plugin FILE: not today",
      expect.stringMatching(
        /^3 FILE is not a plugin: .*expected 1, the version of the API that this debootc has/s,
      ),
      expect.stringMatching(/^4 FILE is not a plugin/),
    ]);
  });

  test("that lack a step that the compose file names are refused, where it names it", async () => {
    expect(await faults([plugin([nodeText({ step: "catalogue" })])], ["catalog"])).toEqual([
      '9 no plugin has a step "catalog"',
    ]);
  });

  test.each([
    ["/none.ts", "the plugin /none.ts does not exist"],
    ["/dev/null", "the plugin /dev/null is not a file"],
    ["/", "the plugin / is not a file"],
  ])("that are no files are refused: %s", async (file, message) => {
    await expect(loadComposePlugins({ files: [{ file }], steps: [] })).rejects.toMatchObject({
      diagnostics: [{ message, file }],
    });
  });

  test("may be TypeScript, and import the API of this debootc wherever they are: that of the documents does", async () => {
    const page = await readFile(join(import.meta.dirname, "../../../../../docs/compose-plugins.md"), "utf8");
    const [, text = ""] = /^```ts\n(.*?)^```/ms.exec(page) ?? [];
    const file = join(directory, "catalogue.ts");
    await writeFile(file, text);

    const fixture = join(import.meta.dirname, "plugin-process.fixture.ts");
    const { stdout, stderr } = spawnSync(process.execPath, [fixture, file]);

    expect(String(stderr)).toBe("");
    expect(JSON.parse(String(stdout))).toEqual([
      ["largest-file", ["root"]],
      ["catalogue", ["image", "lock"]],
    ]);
  });
});
