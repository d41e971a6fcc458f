import { mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type BuildView, buildSandbox } from "./build-sandbox.ts";
import { findTool } from "../find-tool.ts";
import { type Command, run } from "../run.ts";
import { smallRoot } from "../files/small-root.fixture.ts";

// What a hostile package could do, done in the very sandbox of a build.
const canAttack = process.getuid?.() === 0 && (await findTool("python3")) !== undefined;
const attempts = join(import.meta.dirname, "escape-attempts.fixture.py");
const inside = "/run/escape-attempts";

async function attack(
  user: BuildView["user"],
  wrap: (sandboxed: Command, canary: string) => Command = (sandboxed) => sandboxed,
): Promise<{ readonly succeeded: string[]; readonly refused: number }> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-escape-"));
  await using canary = await mkdtempDisposable(join(tmpdir(), "debootc-canary-"));
  await writeFile(join(canary.path, "secret"), "of the host\n");
  const name = `debootc-escape-${process.pid}`;
  await using _server = await listen(`\0${name}`);
  const { root, binds } = await smallRoot(directory.path);
  const view: BuildView = {
    root,
    user,
    network: "none",
    binds: [...binds, { source: attempts, target: inside }],
  };
  const args = [inside, canary.path, String(process.pid), name];
  const { stdout } = await run(
    wrap(buildSandbox(view, { tool: "python3", args, timeoutSeconds: 60 }), canary.path),
  );
  expect(await readdir(canary.path)).toEqual(["secret"]);
  const lines = stdout.trimEnd().split(/\r?\n/);
  return {
    succeeded: lines.filter((line) => !line.startsWith("refused ")),
    refused: lines.filter((line) => line.startsWith("refused ")).length,
  };
}

test.skipIf(!canAttack).each(["builder", "root"] as const)(
  "nothing that %s of a build tries reaches the host or gains a right",
  async (user) => {
    const { succeeded, refused } = await attack(user);
    expect(succeeded).toEqual([]);
    expect(refused).toBeGreaterThan(50);
  },
);

test.skipIf(!canAttack)("directories that whoever started debootc left open are no way out", async () => {
  const { succeeded } = await attack("root", (sandboxed, canary) => ({
    ...sandboxed,
    tool: "bash",
    args: ["-c", 'exec 7<"$0" 19<"$0"; exec "$@"', canary, sandboxed.tool, ...sandboxed.args],
  }));
  expect(succeeded).toEqual([]);
});

test.skipIf(!canAttack)("a build that is started from a terminal cannot type into it", async () => {
  const onTerminal = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
  const { succeeded } = await attack("builder", (sandboxed) => ({
    ...sandboxed,
    tool: "python3",
    args: ["-c", onTerminal, sandboxed.tool, ...sandboxed.args],
  }));
  expect(succeeded).toEqual([]);
});

test.skipIf(!canAttack)(
  "a program that root of a build gave the set-uid bit gives nobody its rights",
  async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-escape-"));
    const { root, binds } = await smallRoot(directory.path);
    const as = (user: BuildView["user"], script: string) =>
      run(buildSandbox({ root, binds, user, network: "none" }, { tool: "sh", args: ["-c", script] }));
    await as("root", "cp /usr/bin/id /build/id && chown 0:0 /build/id && chmod 6755 /build/id");
    expect((await as("builder", "/build/id -u; /build/id -g; /usr/bin/id -u")).stdout).toBe(
      "1000\n1000\n1000\n",
    );
  },
);

async function listen(name: string): Promise<AsyncDisposable> {
  const server = createServer().listen(name);
  await new Promise((resolve) => server.once("listening", resolve));
  return { [Symbol.asyncDispose]: () => new Promise((done) => void server.close(() => done())) };
}
