import { describe, expect, test } from "vitest";
import { errorsOf, loadFromMemory } from "../../load-from-memory.fixture.ts";

const head = "ref: debian/test\nsuite: trixie\n";

describe("disk", () => {
  test("without it no disk can be made", () => {
    expect(loadFromMemory(head).treefile.disk).toBeUndefined();
  });

  test("one key of it is enough, the others have their defaults", () => {
    expect(loadFromMemory(`${head}disk: {size: 1T}\n`).treefile.disk).toEqual({
      bootLoader: "grub",
      bootTries: 3,
      filesystem: "ext4",
      sizeMiB: 1024 * 1024,
      origin: { file: "/tree/system.yaml", line: 3, column: 14 },
    });
  });

  test("Secure Boot is refused with the reason", () => {
    expect(errorsOf(`${head}disk: {secure-boot: true}\n`)).toMatchObject([
      { line: 3, hint: expect.stringContaining("signed GRUB") },
    ]);
  });
});
