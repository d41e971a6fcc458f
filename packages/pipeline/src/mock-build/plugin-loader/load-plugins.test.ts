import { loadChroot } from "@debootc/core/mock-build/chroot/load-chroot";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtInPlugins } from "./built-in-plugins.ts";
import { loadPlugins } from "./load-plugins.ts";

let directory = "";
const write = async (path: string, text: string) => {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), text);
};
const body = `name: "own", version: "1", changesResults: false`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-plugins-"));
  await write(
    "user/own.ts",
    `import { definePlugin, z } from "@debootc/pipeline/mock-build/plugin/api";
     const options = z.strictObject({ level: z.int().default(3) });
     export default definePlugin({ ${body}, options });`,
  );
  await write(
    "user/plain.mjs",
    `import * as z from "${import.meta.resolve("zod")}";
     export default { ${body}, options: z.strictObject({ level: z.number().optional() }) };`,
  );
  await write("user/broken.mjs", "export default {");
  await write("user/no-plugin.mjs", `export default { ${body}, hooks: { beforeDinner() {} }, colour: 1 };`);
  await write("user/node_modules/debootc-plugin-short/package.json", `{"main": "main.js", "type": "module"}`);
  await write("user/node_modules/debootc-plugin-short/main.js", `export default { ${body} };`);
  await write("user/node_modules/@me/long/package.json", `{"exports": "./main.js", "type": "module"}`);
  await write("user/node_modules/@me/long/main.js", `export default { ${body} };`);
  await write("source/evil.mjs", `globalThis.evil = true; export default { ${body} };`);
});
afterAll(() => rm(directory, { recursive: true }));

/** Loads the plugins of a user's `mock-build.yaml`, and of a file that --config names. */
async function load(yaml: string, config = "") {
  const path = join(directory, "user/mock-build.yaml");
  const unchecked = loadChroot({
    name: "trixie-amd64",
    architecture: "amd64",
    places: [
      { kind: "shipped", directory: "/chroots" },
      { kind: "user", directory: join(directory, "user") },
    ],
    read: (file) => {
      if (file === path) return Buffer.from(yaml);
      if (file === "/work/config.yaml") return Buffer.from(config);
      return file === "/chroots/trixie.yaml"
        ? Buffer.from("suite: trixie\narchitectures: [amd64]\n")
        : undefined;
    },
    configFile: "/work/config.yaml",
    known: [],
  });
  const directories = { site: "/nonexistent", user: "/nonexistent" };
  return (await loadPlugins(unchecked, { directories, sources: [join(directory, "source")] })).plugins;
}

async function refusal(yaml: string, config?: string): Promise<DebootcError> {
  try {
    await load(yaml, config);
  } catch (error) {
    if (error instanceof DebootcError) return error;
    throw error;
  }
  throw new Error("it loads");
}

describe("a plugin", () => {
  test("is a file next to the configuration, with the options that every plugin has", async () => {
    const [plugin] = await load("plugins: {./plain.mjs: {required: true, timeout: 2min}}");

    expect(plugin).toMatchObject({
      name: join(directory, "user/plain.mjs"),
      plugin: { name: "own" },
      required: true,
      timeoutSeconds: 120,
      code: expect.stringMatching(/^sha256:/),
    });
  });

  test("may be TypeScript, and imports the API of this debootc wherever it is", () => {
    const fixture = join(import.meta.dirname, "plugin-process.fixture.ts");
    const { stdout } = spawnSync(process.execPath, [fixture, join(directory, "user/own.ts")]);

    expect(JSON.parse(String(stdout))).toMatchObject({ name: "own", options: { level: 3 } });
  });

  test.each(["short", "debootc-plugin-short", "'@me/long'"])(
    "is the npm package %s of the configuration's directory",
    async (name) => {
      expect(await load(`plugins: {${name}: {}}`)).toMatchObject([
        { plugin: { name: "own" }, timeoutSeconds: 300 },
      ]);
    },
  );

  test("that debootc ships has the name that configurations use", async () => {
    for (const [name, read] of Object.entries(builtInPlugins)) expect((await read()).name).toBe(name);
  });

  test("is never loaded from a source package, not even through a link, and is not read", async () => {
    await symlink(join(directory, "source/evil.mjs"), join(directory, "user/link.mjs"));

    for (const path of ["../source/evil.mjs", "./link.mjs"]) {
      expect(await refusal(`plugins: {${path}: {}}`)).toMatchObject({ code: "trust-refused", exitStatus: 9 });
    }
    expect(globalThis).not.toHaveProperty("evil");
  });
});

test("everything wrong with plugins is reported together, at the places that name them", async () => {
  const error = await refusal(
    [
      "plugins:",
      "  ./plain.mjs: {level: high, timeout: 3}",
      "  ./none.ts: {}",
      "  ./broken.mjs: {}",
      "  ./no-plugin.mjs: {}",
      "  nobody-has-this: {}",
      "  debootc-plugin-short: {colour: red}",
    ].join("\n"),
  );

  expect([error.code, error.message]).toEqual([
    "chroot-invalid",
    "the configuration of the chroot trixie-amd64 has 7 errors",
  ]);
  expect(
    error.diagnostics.map(({ line, column, message }) => [line, column, message.split("\n")[0]]),
  ).toEqual([
    [2, 39, expect.stringContaining("expected a string")],
    [2, 24, expect.stringContaining("expected a number")],
    [3, 3, expect.stringContaining("does not exist")],
    [4, 3, expect.stringContaining("cannot load the plugin")],
    [5, 3, expect.stringContaining("is not a plugin")],
    [6, 3, expect.stringContaining("there is no plugin nobody-has-this")],
    [7, expect.any(Number), expect.stringContaining("this key does not exist")],
  ]);
});

test("a misspelt plugin and wrong options are reported together with all other faults in all files", async () => {
  const error = await refusal(
    "limits: {disc: 1GiB}\nplugins: {ccahe: {timeout: 3}, UPPER: true}\n",
    "plugins:\n  tmpfs: {maximum: 3}\n  lintain: false\npakages: []\n",
  );

  expect(error.message).toBe("the configuration of the chroot trixie-amd64 has 7 errors");
  const of = (file: string) =>
    error.diagnostics
      .filter((diagnostic) => diagnostic.file === file)
      .map(({ line, column, key, hint }) => [line, column, key, hint]);
  expect(of(join(directory, "user/mock-build.yaml"))).toEqual([
    [1, 10, "limits.disc", "Did you mean `disk`?"],
    [2, 32, "plugins.UPPER", "Write `upper`."],
    [2, 28, "plugins.ccahe.timeout", expect.anything()],
    [2, 11, "plugins.ccahe", "Did you mean ccache?"],
  ]);
  expect(of("/work/config.yaml")).toEqual([
    [4, 1, "pakages", "Did you mean `packages`?"],
    [2, 11, "plugins.tmpfs.maximum", undefined],
    [3, 3, "plugins.lintain", "Did you mean lintian?"],
  ]);
});

test.each(["ccache", "nobody-has-this", "debootc-plugin-short", "./own.ts"])(
  "%s may be switched off where nothing switches it on",
  async (name) => expect(await load(`plugins: {${name}: false}`)).toEqual([]),
);
