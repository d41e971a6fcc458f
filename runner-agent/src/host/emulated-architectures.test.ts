import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emulatedArchitectures } from "./emulated-architectures.ts";

test("an architecture is emulated if its emulator is enabled, and there or held open", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-binfmt-"));
  const entry = (name: string, state: string, interpreter: string, flags = "") =>
    writeFile(join(work.path, name), `${state}\ninterpreter ${interpreter}\nflags: ${flags}\noffset 0\n`);
  await entry("qemu-aarch64", "enabled", "/no/such/emulator", "POCF");
  await entry("qemu-riscv64", "enabled", process.execPath);
  await entry("qemu-s390x", "enabled", "/no/such/emulator");
  await entry("qemu-ppc64le", "disabled", process.execPath);
  await entry("python3.11", "enabled", process.execPath);

  expect(await emulatedArchitectures(work.path)).toEqual(["arm64", "riscv64"]);
});

test("a kernel without binfmt_misc emulates nothing", async () => {
  expect(await emulatedArchitectures("/no/such/directory")).toEqual([]);
});
