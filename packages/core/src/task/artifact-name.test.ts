import { expect, test } from "vitest";
import { artifactName } from "./artifact-name.ts";

test.each([
  ["leg", "minimal/amd64", "leg-minimal-amd64"],
  ["assemble", "os-13-20261130.d.0", "compose-os-13-20261130.d.0"],
  ["package", "packages/hello/amd64", "package-packages-hello-amd64"],
  ["package", 'a b/"c"*\n:<>|?\\d_1.0~rc1-1.dsc/arm64', "package-a-b-c-d_1.0~rc1-1.dsc-arm64"],
] as const)("the artifact of the %s %s is called %s", (kind, name, artifact) => {
  expect(artifactName(kind, name)).toBe(artifact);
});
