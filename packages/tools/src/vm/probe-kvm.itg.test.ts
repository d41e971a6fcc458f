import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { probeKvm } from "./probe-kvm.ts";

test("a kernel that does not run proves nothing, and the reason is reported", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-kvm-"));
  const kernel = join(directory.path, "vmlinuz");
  await writeFile(kernel, Buffer.alloc(4096));

  const verdict = await probeKvm(kernel, new AbortController().signal);

  expect(verdict).toMatchObject({ works: false, reason: expect.stringMatching(/KVM|\/dev\/kvm/) });
});
