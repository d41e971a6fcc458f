import fc from "fast-check";
import { expect, test } from "vitest";
import { failedChrootName } from "./failed-chroot-name.ts";
import { chrootNameSchema } from "./records/named-chroot.ts";

test("the root of a failed build is called after source package and architecture", () => {
  expect(failedChrootName("sl", "amd64")).toBe("failed-sl-amd64");
  expect(failedChrootName("gtk+3.0", "arm64")).toBe("failed-gtk+3.0-arm64");
});

test("a long name is cut, and differs from others that begin alike", () => {
  const [one, two] = ["a", "b"].map((end) => failedChrootName(`${"golang-".repeat(12)}${end}`, "amd64"));

  expect(one).toHaveLength(64);
  expect(one).toMatch(/^failed-golang-.*-amd64$/);
  expect(one).not.toBe(two);
});

test("whatever a source package is called, it is a name of a chroot", () => {
  const source = fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,199}$/);
  fc.assert(
    fc.property(source, fc.constantFrom("amd64", "kfreebsd-amd64", "mips64el"), (name, architecture) => {
      expect(chrootNameSchema.safeParse(failedChrootName(name, architecture)).success).toBe(true);
    }),
  );
});
