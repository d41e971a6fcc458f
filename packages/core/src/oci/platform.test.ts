import { describe, expect, test } from "vitest";
import { isPlatformOf, platformOf } from "./platform.ts";

describe("platformOf", () => {
  test.each([
    ["amd64", { architecture: "amd64", os: "linux" }],
    ["arm64", { architecture: "arm64", os: "linux" }],
    ["armhf", { architecture: "arm", os: "linux", variant: "v7" }],
    ["i386", { architecture: "386", os: "linux" }],
    ["ppc64el", { architecture: "ppc64le", os: "linux" }],
    ["riscv64", { architecture: "riscv64", os: "linux" }],
    ["s390x", { architecture: "s390x", os: "linux" }],
  ])("Debian's %s has a name in OCI", (debian, platform) => {
    expect(platformOf(debian)).toEqual(platform);
  });

  test("an architecture without images is refused with those that have them", () => {
    expect(() => platformOf("hurd-i386")).toThrow(
      expect.objectContaining({ code: "usage", hint: expect.stringContaining("amd64, arm64, armhf") }),
    );
  });
});

describe("isPlatformOf", () => {
  test.each([
    ["amd64", { architecture: "amd64", os: "linux" }],
    ["amd64", { architecture: "amd64", os: "linux", variant: "v1" }],
    ["arm64", { architecture: "arm64", os: "linux", variant: "v8" }],
    ["arm64", { architecture: "arm64", os: "linux", variant: "" }],
    ["armhf", { architecture: "arm", os: "linux" }],
    ["riscv64", { architecture: "riscv64", os: "linux" }],
  ])("%s runs %o", (debian, platform) => {
    expect(isPlatformOf(debian, platform)).toBe(true);
  });

  test.each([
    ["amd64", { architecture: "amd64", os: "linux", variant: "v3" }],
    ["amd64", { architecture: "amd64", os: "windows" }],
    ["armhf", { architecture: "arm", os: "linux", variant: "v6" }],
    ["i386", { architecture: "amd64", os: "linux" }],
  ])("%s is not served by %o", (debian, platform) => {
    expect(isPlatformOf(debian, platform)).toBe(false);
  });
});
