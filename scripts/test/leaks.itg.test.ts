import { run } from "@debootc/tools/run";
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repository } from "../repository/repository.ts";

let root = "";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "debootc-leaks-"));
  await mkdir(join(root, "e2e"));
  await copyFile(join(repository, "e2e/lib.sh"), join(root, "e2e/lib.sh"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

/** Runs a scenario of these lines; returns its own lines and its exit status. */
async function scenario(header: string, ...lines: readonly string[]) {
  const script = ["#!/bin/bash", header, '. "$(dirname "$0")/lib.sh"', ...lines, 'pass "the last line"', ""];
  await writeFile(join(root, "e2e/trial.sh"), script.join("\n"));
  const { stdout, exitCode } = await run({
    tool: "bash",
    args: [join(root, "e2e/trial.sh")],
    accept: "all",
    env: { HOME: root },
  });
  return { said: stdout.split("\n").filter((line) => !line.startsWith("| ")), exitCode };
}

describe.skipIf(process.getuid?.() !== 0)("a scenario", () => {
  test("that leaves nothing passes, and its folder is gone", async () => {
    const { said, exitCode } = await scenario("# needs: archive", 'touch "$work/file"');

    expect(said).toContain("ok - leaves nothing behind");
    expect(exitCode).toBe(0);
    expect(await readdir(join(root, "out/test-work"))).toEqual(["shared"]);
  });

  test("that leaves a mount fails by it, and the mount is on no other's account", async () => {
    const { said, exitCode } = await scenario("", 'mkdir "$work/place"', 'mount -t tmpfs none "$work/place"');

    expect(said.join("\n")).toMatch(/^not ok - leaves behind: mount .*\/place$/m);
    expect(exitCode).toBe(1);
    const { stdout: mounts } = await run({ tool: "findmnt", args: ["--noheadings", "--output", "TARGET"] });
    expect(mounts).not.toContain(root);
  });

  test("that leaves a loop device fails by it", async () => {
    const { said } = await scenario(
      "",
      'truncate --size 1M "$work/disk"',
      'losetup --find --show "$work/disk" >"$root/device"',
    );
    await run({ tool: "bash", args: ["-c", `losetup --detach "$(cat ${root}/device)"`] });

    expect(said.join("\n")).toMatch(/^not ok - leaves behind: loop device .*\/disk/m);
  });

  test.each(["sleep 4711", 'setsid bash -c "sleep 4712 & wait; : $work"'])(
    "that leaves a process fails by it, and it is killed: %s",
    async (command) => {
      const { said, exitCode } = await scenario("", `${command} </dev/null >/dev/null 2>&1 &`, "sleep 0.2");

      expect(said.join("\n")).toMatch(/^not ok - leaves behind: process [0-9]+: .*(sleep 4711|bash -c)/m);
      expect(exitCode).toBe(1);
      const { stdout: alive } = await run({
        tool: "pgrep",
        args: ["-f", `sleep 4711|${root}`],
        accept: [0, 1],
      });
      expect(alive).toBe("");
    },
  );

  test("has no network but its own, unless it needs the archive", async () => {
    const count =
      'say "note - $(($(wc -l </proc/net/dev) - 2)) devices, $(ip -brief link show lo | grep -c UNKNOWN) up"';
    const { stdout: ofMachine } = await run({ tool: "cat", args: ["/proc/net/dev"] });

    expect((await scenario("# needs: minimal", count)).said).toContain("note - 1 devices, 1 up");
    const { said } = await scenario("# needs: archive, minimal", count);
    expect(said.join("\n")).toContain(`note - ${ofMachine.trim().split("\n").length - 2} devices`);
  });

  test("that is stopped says so, and cleans up", async () => {
    const { said, exitCode } = await scenario(
      "",
      'at_end "touch $root/ended"',
      "(sleep 2; kill -TERM $session) &",
      "sleep 60",
    );

    expect(said).toContain("not ok - stopped from outside, or after 3600 s");
    expect(exitCode).not.toBe(0);
    expect(await readdir(root)).toContain("ended");
  });

  test("that takes longer than its header allows is ended", async () => {
    const { said, exitCode } = await scenario("# limit: 2 s", "sleep 60");

    expect(said).toContain("not ok - stopped from outside, or after 2 s");
    expect(exitCode).not.toBe(0);
  });
});
