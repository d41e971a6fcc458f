import { mkdir, mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DiskResult } from "@debootc/core/disk/disk-result";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { digestOfBytes } from "@debootc/core/record/digest";
import { expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { recordStore } from "../engine/records.ts";
import { slot } from "../engine/slot.ts";
import { disk } from "../upgrade/upgrade-scene.fixture.ts";
import type { DiskRecords } from "./images-node.ts";
import { publishDiskNode } from "./publish-disk-node.ts";

type Probe = Parameters<typeof publishDiskNode>[3];

/** Publishes one image where a trial of KVM ends like this. */
async function publish(probe: Probe) {
  const parent = await mkdtempDisposable(join(tmpdir(), "debootc-publish-"));
  const [path, directory] = [join(parent.path, "disk.raw"), join(parent.path, "images")];
  await mkdir(directory);
  await writeFile(path, "raw");
  const slots = {
    disk: slot<DiskRecords["disk"]>("disk"),
    images: slot<DiskRecords["images"]>("images"),
    publish: slot<DiskResult>("publish"),
  };
  const records = recordStore();
  records.add(slots.disk, disk);
  records.add(slots.images, [{ format: "raw", path, digest: digestOfBytes("raw"), allocated: 3 }]);
  const context = {
    report: () => {},
    log: () => {},
    signal: new AbortController().signal,
    workDirectory: "/nonexistent",
  };
  const result = publishDiskNode(slots, legOfCompose("one"), directory, probe).run(records, context);
  const output = await result.then(
    (made) => made.output,
    (error: Error) => error,
  );
  const names = (await readdir(directory)).sort();
  await parent.remove();
  return { output, names };
}

const all = ["SHA256SUMS", "disk.json", "one.amd64.raw"];

test("nothing is published before the trial of KVM, the last that may fail", async () => {
  const { output, names } = await publish(async () => {
    throw new DebootcError("cancelled", "qemu: cancelled");
  });

  expect(output).toMatchObject({ code: "cancelled" });
  expect(names).toEqual([]);
});

test.each([
  ["works", true, { works: true, tried: true, reason: "" }],
  ["cannot be tried", true, { works: false, tried: false, reason: "" }],
  ["fails", false, { works: false, tried: true, reason: "" }],
])("where KVM %s, the command that boots the disk may name it: %s", async (_, kvm, verdict) => {
  expect(await publish(async () => verdict)).toMatchObject({ output: { kvm }, names: all });
});

test("a machine without qemu publishes as well", async () => {
  const probe = async () => {
    throw new DebootcError("tool-missing", "the program qemu-system-x86_64 is not installed");
  };

  expect(await publish(probe)).toMatchObject({ output: { kvm: true }, names: all });
});
