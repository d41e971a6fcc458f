import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDiversions, parseUcfRegistry } from "./path-registries.ts";

describe("dpkg's diversions", () => {
  test("are three lines each; a colon means the administrator", () => {
    const text = [
      "/usr/sbin/update-initramfs",
      "/usr/sbin/update-initramfs.real",
      "dracut",
      "/bin/a",
      "/b",
      ":",
    ];

    expect(parseDiversions(`${text.join("\n")}\n`)).toEqual([
      { from: "/usr/sbin/update-initramfs", to: "/usr/sbin/update-initramfs.real", package: "dracut" },
      { from: "/bin/a", to: "/b", package: ":" },
    ]);
  });

  test("in an empty text are none", () => {
    expect(parseDiversions("")).toEqual([]);
  });

  test("that are cut off are left out", () => {
    expect(parseDiversions("/a\n/a.real\np\n/b\n/b.real")).toEqual([
      { from: "/a", to: "/a.real", package: "p" },
    ]);
  });

  test("are read back as written", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((part) => !part.includes("\n"));
    const diversion = fc.record({ from: text, to: text, package: text });
    fc.assert(
      fc.property(fc.array(diversion), (diversions) => {
        const lines = diversions.flatMap(({ from, to, package: owner }) => [from, to, owner, ""]);
        const written = lines.filter(Boolean).map((line) => `${line}\n`);

        expect(parseDiversions(written.join(""))).toEqual(diversions);
      }),
    );
  });
});

describe("ucf's registry", () => {
  test("has a package and a path on each line", () => {
    const text = "grub-pc        \t/etc/default/grub\nlibpam-runtime /etc/pam.conf\n\n";

    expect(parseUcfRegistry(text)).toEqual([
      { package: "grub-pc", path: "/etc/default/grub" },
      { package: "libpam-runtime", path: "/etc/pam.conf" },
    ]);
  });

  test.each([
    ["no text", ""],
    ["a package without a path", "grub-pc\n"],
    ["a path that is not absolute", "grub-pc etc/default/grub\n"],
  ])("of %s has nothing", (_, text) => {
    expect(parseUcfRegistry(text)).toEqual([]);
  });
});
