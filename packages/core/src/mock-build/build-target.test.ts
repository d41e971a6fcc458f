import { expect, test } from "vitest";
import { buildTargetOf } from "./build-target.ts";

const chroot = { architecture: "amd64", profiles: ["nodoc"] };

test("packages are for the chroot's own architecture unless another is requested", () => {
  expect(buildTargetOf(chroot)).toEqual({
    hostArchitecture: "amd64",
    foreignArchitectures: [],
    profiles: ["nodoc"],
  });
});

test("what is built for another architecture is not run", () => {
  expect(buildTargetOf({ ...chroot, profiles: ["nocheck"] }, "arm64")).toEqual({
    hostArchitecture: "arm64",
    foreignArchitectures: ["arm64"],
    profiles: ["nocheck", "cross"],
  });
});
