import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DiskImage } from "@debootc/core/disk/disk-record";
import { recordStore } from "../engine/records.ts";
import { slot } from "../engine/slot.ts";
import { digestOfBytes } from "@debootc/core/record/digest";
import { run } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { disk } from "../upgrade/upgrade-scene.fixture.ts";
import { chosenFormats } from "../export/export-formats.ts";
import type { MadeDisk } from "./disk-node.ts";
import { imagesNode } from "./images-node.ts";

const context = {
  report: () => {},
  log: () => {},
  signal: new AbortController().signal,
  workDirectory: "/nonexistent",
};

test("the disk is written in each format, in the order asked for, with the digest of its bytes", async () => {
  await using scratch = await mkdtempDisposable(join(tmpdir(), "debootc-images-"));
  const raw = join(scratch.path, "disk.raw");
  await writeFile(raw, Buffer.alloc(1 << 20, "disk"));
  const slots = { disk: slot<MadeDisk>("disk"), images: slot<readonly DiskImage[]>("images") };
  const node = imagesNode(slots, scratch.path, chosenFormats("disk", ["qcow2", "raw"]));
  const records = recordStore();
  records.add(slots.disk, { ...disk, raw });

  const { output } = await node.run(records, context);

  expect(output).toMatchObject([
    { format: "qcow2", path: join(scratch.path, "disk.qcow2") },
    { format: "raw", path: raw, allocated: 1 << 20 },
  ]);
  for (const { path, digest } of output) expect(digest).toBe(digestOfBytes(await readFile(path)));
  const { stdout } = await run({ tool: "qemu-img", args: ["info", join(scratch.path, "disk.qcow2")] });
  expect(stdout).toContain("file format: qcow2");
});
