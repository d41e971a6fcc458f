import { afterAll, beforeAll, expect, test } from "vitest";
import { type BashScene, bashScene } from "./in-bash.fixture.ts";

let scene: BashScene;
beforeAll(async () => {
  scene = await bashScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

test.each(["compose good.yaml --json", "compose good.yaml"])(
  "a full output ends no compose; its result is lost, so that `%s` ends with 70",
  async (command) => {
    const { status, stderr, isFinished } = await scene.run(`debootc ${command} >/dev/full`);

    expect([status, isFinished]).toEqual([70, true]);
    expect(stderr).toMatch(
      /debootc: standard output cannot be written: no space is left on it\nhint: The command has done its work; .*\n$/,
    );
    expect(stderr).not.toMatch(/^\s+at /m);
  },
);

test.each([
  ["head", "debootc compose good.yaml --json | head -n 1"],
  ["a reader of nothing", "debootc compose good.yaml | true"],
  ["a reader of both streams that goes", "debootc compose good.yaml --json 2>&1 | head -n 1"],
  ["a closed output", "debootc compose good.yaml >&-"],
  ["no stream at all", "debootc compose good.yaml <&- >&- 2>&-"],
  ["a full standard error", "debootc compose good.yaml 2>/dev/full"],
])("with %s the compose is done, and ends with 0", async (_name, line) => {
  const { status, stderr, isFinished } = await scene.run(line);

  expect([status, isFinished]).toEqual([0, true]);
  expect(stderr).not.toMatch(/debootc:|^\s+at /m);
});

test("a failure keeps its own exit status", async () => {
  const { status, stderr } = await scene.run("debootc validate bad.yaml --json >/dev/full");

  expect(status).toBe(3);
  expect(stderr).toContain("The command has failed as well");
});

test("help that nobody gets is no success, and help of which somebody reads a line is one", async () => {
  expect((await scene.run("debootc --help >/dev/full")).status).toBe(70);
  expect((await scene.run("debootc --help | head -n 1")).status).toBe(0);
});
