import { expect, test } from "vitest";
import { lockedOf } from "../lock-section.fixture.ts";
import { universeOf } from "../universe.fixture.ts";
import { securityBootLoader } from "./security-boot-loader.ts";

const file = `Architecture: amd64; Size: 1; SHA256: ${"a".repeat(64)}; Filename: pool/x.deb`;
const locked = [lockedOf("grub-common", "2.12-1"), lockedOf("grub-efi", "2.12-1")];
const after = (...security: readonly string[]) =>
  securityBootLoader(
    locked,
    universeOf({ trixie: [], "trixie-security": security.map((one) => `${one}; ${file}`) }),
  ).map(({ name, version, sourceId }) => `${name} ${version} ${sourceId}`);

test("a boot loader of which all parts have one newer version is updated", () => {
  expect(after("grub-common 2.12-1+deb13u1", "grub-efi 2.12-1+deb13u1")).toEqual([
    "grub-common 2.12-1+deb13u1 debian-security",
    "grub-efi 2.12-1+deb13u1 debian-security",
  ]);
});

test.each([
  ["one part has none", ["grub-efi 2.12-1+deb13u1"]],
  ["the parts have different ones", ["grub-common 2.12-1+deb13u2", "grub-efi 2.12-1+deb13u1"]],
])("it stays as it is locked if %s", (_what, security) => {
  expect(after(...security)).toEqual(["grub-common 2.12-1 debian", "grub-efi 2.12-1 debian"]);
});
