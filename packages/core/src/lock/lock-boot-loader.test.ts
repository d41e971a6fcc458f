import { describe, expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { lockBootLoader } from "./lock-boot-loader.ts";
import { treefileOf } from "./lock-section.fixture.ts";
import { universeOf } from "./universe.fixture.ts";

const origin = { file: "/tree/system.yaml", line: 3, column: 7 };
const disk = { bootLoader: "grub", bootTries: 3, filesystem: "ext4", sizeMiB: 4096, origin } as const;
const rest = `; Architecture: amd64; Size: 1; Filename: pool/x.deb; SHA256: ${"a".repeat(64)}`;

function refusalOf(run: () => unknown): DebootcError {
  try {
    run();
  } catch (error) {
    if (error instanceof DebootcError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("the packages of the boot loader", () => {
  test("are locked next to the installed ones", () => {
    const universe = universeOf({
      trixie: [`grub-efi-amd64-bin 2.12-9${rest}`, `grub-efi-amd64-unsigned 2.12-9${rest}`],
    });

    expect(lockBootLoader(treefileOf({ disk }), universe).map(({ name }) => name)).toEqual([
      "grub-efi-amd64-bin",
      "grub-efi-amd64-unsigned",
    ]);
  });

  test("are a single package before trixie", () => {
    const universe = universeOf({ bookworm: [`grub-efi-amd64-bin 2.06-13${rest}`] });

    expect(lockBootLoader(treefileOf({ disk }), universe)).toHaveLength(1);
  });

  test("are none without `disk`", () => {
    expect(lockBootLoader(treefileOf(), universeOf({}))).toEqual([]);
  });

  test.each([
    ["an architecture without one", { architecture: "riscv64" }, {}, "riscv64"],
    ["an archive without it", {}, { trixie: [] }, "grub-efi-amd64-bin"],
    [
      "two halves of different versions",
      {},
      { trixie: [`grub-efi-amd64-bin 2.12-9${rest}`, `grub-efi-amd64-unsigned 2.12-8${rest}`] },
      "2.12-8",
    ],
  ])("%s is refused at the place of the key", (_, changes, suites, said) => {
    const error = refusalOf(() => lockBootLoader(treefileOf({ disk, ...changes }), universeOf(suites)));

    expect(error.diagnostics).toMatchObject([
      { ...origin, key: "disk", message: expect.stringContaining(said) },
    ]);
  });
});
