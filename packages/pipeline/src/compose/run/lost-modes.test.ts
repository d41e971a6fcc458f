import { chmod, mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { warnOfLostModes } from "./lost-modes.ts";

/** What is warned of when a directory has a file of this mode, beside a treefile of that mode. */
async function warningsOf({
  file,
  treefile = 0o644,
  mode,
}: {
  file: number;
  treefile?: number;
  mode?: number;
}) {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-modes-"));
  const at = (name: string) => join(directory.path, name);
  await mkdir(at("d"));
  await chmod(at("d"), treefile === 0o600 ? 0o700 : 0o755);
  for (const [name, bits] of [
    ["system.yaml", treefile],
    ["d/a", file],
  ] as const) {
    await writeFile(at(name), "");
    await chmod(at(name), bits);
  }
  const origin = { file: at("system.yaml"), line: 3, column: 5 };
  const entry = { source: at("d"), beside: directory.path, target: "/etc/d", origin };
  const warnings = await warnOfLostModes([mode === undefined ? entry : { ...entry, mode }]);
  return warnings.map(({ given, ...rest }) => ({ ...rest, given: given?.replace(directory.path, "") }));
}

test.each([
  [0o4755, "0755"],
  [0o2664, "0644"],
  [0o600, "0644"],
  [0o640, "0644"],
])("a mode that was set on purpose is warned of where it is lost: %o", async (file, kept) => {
  const written = file.toString(8).padStart(4, "0");

  expect(await warningsOf({ file })).toMatchObject([
    {
      code: "add-file-mode",
      line: 3,
      given: "/d/a",
      message: expect.stringContaining(
        `the mode ${written} does not go into the image, where the file gets ${kept}`,
      ),
      hint: expect.stringContaining(`mode: "${written}"`),
    },
  ]);
});

test("what a umask makes of modes is not", async () => {
  for (const file of [0o644, 0o664, 0o666, 0o755, 0o777]) expect(await warningsOf({ file })).toEqual([]);
  expect(await warningsOf({ file: 0o600, treefile: 0o600 })).toEqual([]);
});

test("nor is the mode of a file whose entry gives one", async () => {
  expect(await warningsOf({ file: 0o600, mode: 0o600 })).toEqual([]);
});
