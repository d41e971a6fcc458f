import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findAct } from "./find-act.ts";
import { writeInterpreters } from "./write-interpreters.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "fake-github-interpreters-"));
  await writeInterpreters(join(directory, "bin"));
});
afterEach(() => rm(directory, { recursive: true }));

const act = actOrWhy();

test.skipIf(act === undefined)("the last words of steps that fail are in act's output", async () => {
  const steps = Array.from({ length: 6 }, (_, step) => {
    // A step that says much ends before act has read it.
    const run = `seq 3000; echo "last of ${step}"; exit 1`;
    return { "continue-on-error": true, shell: step % 2 === 0 ? "bash" : "sh", run };
  });
  const jobs = { one: { "runs-on": "ubuntu-24.04", steps } };
  await mkdir(join(directory, "work"));
  await writeFile(join(directory, "work/w.yml"), JSON.stringify({ on: "push", jobs }));
  execFileSync("git", ["init", "--quiet", join(directory, "work")]);
  const { stdout } = await promisify(execFile)(
    act!,
    [
      ...["push", "--directory", join(directory, "work"), "--workflows", join(directory, "work/w.yml")],
      ...[
        "--platform",
        "ubuntu-24.04=-self-hosted",
        "--no-cache-server",
        "--no-skip-checkout",
        "--pull=false",
      ],
    ],
    {
      maxBuffer: 2 ** 26,
      env: { ...process.env, PATH: `${join(directory, "bin")}:${process.env["PATH"]}` },
    },
  );
  expect(stdout.match(/\| last of \d/g)).toEqual(steps.map((_, step) => `| last of ${step}`));
});

test.each([
  ["sh", ["-c", "exit 3"]],
  ["bash", ["-c", "exit 3"]],
  ["node", ["-e", "process.exit(3)"]],
])("%s ends with the status of what it ran", (name, args) => {
  expect(spawnSync(join(directory, "bin", name), args).status).toBe(3);
});

test("shells do not know what only JavaScript actions get", () => {
  const env = { ...process.env, ACTIONS_RUNTIME_TOKEN: "secret" };
  const { stdout } = spawnSync(join(directory, "bin/bash"), ["-c", "env"], { env, encoding: "utf8" });
  expect(stdout).toContain("PATH=");
  expect(stdout).not.toContain("secret");
});

test("a signal leaves the program time to clean up, and its status counts", async () => {
  const script = 'trap "echo cleaned; exit 4" TERM; echo ready; while :; do sleep 0.1; done';
  const child = execFile(join(directory, "bin/sh"), ["-c", script]);
  const said: string[] = [];
  const ended = new Promise((resolve) => child.on("exit", resolve));
  for await (const text of child.stdout!) {
    said.push(String(text));
    if (said.length > 1) continue;
    // act signals the step and all that it started.
    child.kill("SIGTERM");
    spawnSync("pkill", ["-TERM", "-P", String(child.pid)]);
  }
  expect([await ended, said.join("")]).toEqual([4, "ready\ncleaned\n"]);
});

/** Says on standard error why there is no act. */
function actOrWhy(): string | undefined {
  try {
    return findAct(process.env);
  } catch (error) {
    process.stderr.write(`a test of what act prints is skipped: ${String(error)}\n`);
    return undefined;
  }
}
