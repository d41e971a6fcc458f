import type { ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";
import { buildResult } from "@debootc/core/mock-build/records/build-result";
import { digestOfBytes } from "@debootc/core/record/digest";
import type { MockBuildRequest } from "@debootc/core/request/mock-build-request";
import { expect, test } from "vitest";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import { buildRecorder } from "./build-recorder.ts";
import { describeBuild } from "./describe-build.ts";

const setting = {
  request: { jobs: 2 } as MockBuildRequest,
  chroot: {
    name: "trixie-amd64",
    suite: "trixie",
    architecture: "amd64",
    environment: {},
  } as ChrootConfiguration,
  target: { hostArchitecture: "amd64", foreignArchitectures: [], profiles: [] },
};
const dsc = digestOfBytes("dsc");
const source = {
  name: "sl",
  version: "5.02-1",
  format: "3.0 (quilt)",
  dscName: "sl_5.02-1.dsc",
  dsc,
  files: [],
};

test("a result says of what commit its source package was made, and who signed it", () => {
  const placed = { source, directory: "/nonexistent", commit: "c0ffee", signedBy: ["ABCD"] };
  const result = describeBuild(setting, {
    asked: "https://example.org/sl.git",
    producer: "0",
    now: new Date(0),
    recorder: buildRecorder(),
    checks: [],
    records: { source: placed as unknown as MockBuildRecords["source"] },
    files: {},
  });

  expect(buildResult.parse(buildResult.serialize(result), "result.json").source).toMatchObject({
    name: "sl",
    commit: "c0ffee",
    signedBy: ["ABCD"],
  });
});
