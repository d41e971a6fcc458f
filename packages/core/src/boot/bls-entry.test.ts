import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBlsEntry } from "./bls-entry.ts";

describe("a boot entry", () => {
  test("as ostree writes it", () => {
    const text = [
      "title Debian GNU/Linux 13 (trixie) 1.0 (ostree:0)",
      "version 1",
      "options root=LABEL=root rw ostree=/ostree/boot.1/debian/08ab/0",
      "linux /ostree/debian-08ab/vmlinuz-6.12.117+deb13-cloud-amd64",
      "initrd /ostree/debian-08ab/initramfs-6.12.117+deb13-cloud-amd64.img",
      "",
    ].join("\n");

    expect(parseBlsEntry(text, "ostree-1.conf")).toEqual({
      title: "Debian GNU/Linux 13 (trixie) 1.0 (ostree:0)",
      linux: "/ostree/debian-08ab/vmlinuz-6.12.117+deb13-cloud-amd64",
      initrd: ["/ostree/debian-08ab/initramfs-6.12.117+deb13-cloud-amd64.img"],
      options: "root=LABEL=root rw ostree=/ostree/boot.1/debian/08ab/0",
    });
  });

  test("comments, unknown keys, tabs and keys without a value do no harm", () => {
    const text = "# a comment\nmachine-id\t0123\n\n  linux \t /vmlinuz\noptions\narchitecture x64\r\n";

    expect(parseBlsEntry(text, "a.conf")).toEqual({
      title: undefined,
      linux: "/vmlinuz",
      initrd: [],
      options: "",
    });
  });

  test("repeated options are joined, and repeated initrds stay in order", () => {
    const words = fc.array(fc.stringMatching(/^[a-z=/.0-9]{1,8}$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(words, words, (options, initrds) => {
        const text = [
          "linux /vmlinuz",
          ...options.map((option) => `options ${option}`),
          ...initrds.map((initrd) => `initrd /${initrd}`),
        ].join("\n");

        const entry = parseBlsEntry(text, "a.conf");

        expect(entry.options).toBe(options.join(" "));
        expect(entry.initrd).toEqual(initrds.map((initrd) => `/${initrd}`));
      }),
    );
  });

  test.each([
    ["no kernel", "title x\n"],
    ["two kernels", "linux /a\nlinux /b\n"],
    ["a kernel without a path", "linux\n"],
  ])("%s is refused by the entry's name", (_, text) => {
    expect(() => parseBlsEntry(text, "a.conf")).toThrow(/^a\.conf: a boot entry must name one kernel/);
  });
});
