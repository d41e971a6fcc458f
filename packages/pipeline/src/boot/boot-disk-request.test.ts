import { expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { bootDiskRequest } from "./boot-disk-request.ts";
import { makeBootDiskRequestSchema } from "./make-boot-disk.ts";

test("the disk gets the commit by its checksum, the treefile's kernel arguments and the probe", () => {
  const compose = legOfCompose("one");

  const request = bootDiskRequest({ compose, kernelArguments: ["quiet"], scratch: "/scratch", probe: "say" });

  expect(makeBootDiskRequestSchema.parse(request)).toEqual({
    repo: compose.commit.repo,
    ref: compose.ref,
    checksum: compose.commit.checksum,
    kernelArguments: ["quiet"],
    directory: "/scratch",
    diskFile: "/scratch/disk.raw",
    sizeMiB: 8192,
    probe: "say",
  });
});
