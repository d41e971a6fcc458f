import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BashScene, bashScene } from "./in-bash.fixture.ts";

let scene: BashScene;
beforeAll(async () => {
  scene = await bashScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

test.each([
  [
    "the output directory",
    "debootc compose good.yaml --output-dir $'gr\\xf6sse'",
    2,
    'the argument "gr\\xf6sse"',
  ],
  [
    "part of an option",
    "debootc compose good.yaml --cache-dir=$'/tmp/\\xff'",
    2,
    'the argument "--cache-dir=/tmp/\\xff"',
  ],
  ["the treefile", "debootc validate $'\\xff.yaml'", 2, 'the argument "\\xff.yaml"'],
  [
    "the current directory",
    "mkdir $'d\\xe4'; cd $'d\\xe4'; debootc compose ../good.yaml",
    2,
    "the current directory",
  ],
  ["a variable", "export DEBOOTC_OUTPUT_DIR=$'gr\\xf6sse'; debootc compose good.yaml", 3, "the variable"],
  ["where the cache is", "export XDG_CACHE_HOME=$'/tmp/\\xf6'; debootc compose good.yaml", 3, "the variable"],
])("%s that is not UTF-8 is refused before any work", async (_name, line, exitStatus, message) => {
  const { status, stdout, stderr, isFinished } = await scene.run(line);

  expect([status, stdout, isFinished]).toEqual([exitStatus, "", false]);
  expect(stderr).toContain(message);
  expect(stderr).toContain("is not UTF-8: debootc would use another path");
});

test("nothing was written under another name", async () => {
  const names = await readdir(scene.directory, { encoding: "buffer" });

  expect(names.filter((name) => name.includes("\ufffd"))).toEqual([]);
});

test("with --json the refusal is the result", async () => {
  const { status, stdout } = await scene.run("debootc compose good.yaml --json --output-dir $'\\xff'");

  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ type: "result", error: { code: "usage" } });
});

test("help is given all the same", async () => {
  expect((await scene.run("mkdir -p $'d\\xe4'; cd $'d\\xe4'; debootc compose --help")).status).toBe(0);
});
