import type { DiskResult } from "@debootc/core/disk/disk-result";
import { expect, test } from "vitest";
import { canvasOf } from "../../screen/screen.ts";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { diskSummary } from "./disk-summary.ts";

const leg = "/home/me/it's out/a-1/compose/a/amd64";
const result: DiskResult = {
  composeId: "a-1",
  ref: "debian/13/amd64/a",
  checksum: "0".repeat(64),
  architecture: "amd64",
  sizeMiB: 4096,
  filesystem: "ext4",
  rootUuid: "u",
  bootLoader: "grub",
  images: [
    { format: "qcow2", path: `${leg}/images/a.qcow2`, digest: `sha256:${"0".repeat(64)}`, allocated: 1 },
  ],
  directory: `${leg}/images`,
  kvm: false,
};

test("each command can be pasted into a shell, whatever the directory is called", () => {
  const text = diskSummary(result, canvasOf(recordedScreen({ columns: 200 })));

  expect(text).toContain(`run 'it'\\''s out/a-1/compose/a/amd64' --disk --ssh\n`);
  expect(text).toContain(`file=it'\\''s out/a-1/compose/a/amd64/images/a.qcow2'\n`);
});
