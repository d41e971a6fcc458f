import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import { lockFile } from "./flock.ts";

const inUse = () => new DebootcError("in-use", "somebody has it");

test("a lock is had once, and again when it was given back", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-lock-"));
  const [file, other] = [join(parent.path, "lock"), join(parent.path, "other")];

  {
    await using _held = await lockFile(file, inUse);
    await using _other = await lockFile(other, inUse);
    await expect(lockFile(file, inUse)).rejects.toMatchObject({ code: "in-use" });
  }
  await using again = await lockFile(file, inUse);

  expect(again).toBeDefined();
});

test("a lock that cannot be had for another reason is no lock of somebody else", async () => {
  await expect(lockFile("/nonexistent/lock", inUse)).rejects.toMatchObject({ code: "tool-failed" });
});

test("a lock is kept when debootc is told to end together with its children", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-lock-"));
  const file = join(parent.path, "lock");
  await using _held = await lockFile(file, inUse);
  const holder = await childThatIs("cat");

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.kill(holder, signal);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await expect(lockFile(file, inUse)).rejects.toMatchObject({ code: "in-use" });
});

/** Waits for a child process of this one that runs a program, and returns its id. */
async function childThatIs(program: string): Promise<number> {
  for (;;) {
    for (const pid of (await readdir("/proc")).filter((name) => /^[0-9]+$/.test(name))) {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      if (
        stat.startsWith(`${pid} (${program}) `) &&
        stat.split(") ")[1]?.split(" ")[1] === String(process.pid)
      ) {
        return Number(pid);
      }
    }
  }
}
