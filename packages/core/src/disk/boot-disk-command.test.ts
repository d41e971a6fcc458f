import { expect, test } from "vitest";
import { bootDiskCommand } from "./boot-disk-command.ts";

const image = { format: "qcow2", digest: `sha256:${"0".repeat(64)}`, allocated: 1 } as const;

test("a path that a shell would split or expand is quoted", () => {
  expect(bootDiskCommand({ ...image, path: "it's a disk.qcow2" }, "amd64")).toMatch(
    /,file='it'\\''s a disk\.qcow2'$/,
  );
});
