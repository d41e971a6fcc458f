import { mkdtempDisposable } from "node:fs/promises";
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
