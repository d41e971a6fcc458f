import { describe, expect, test } from "vitest";
import { grubConfig } from "./grub-config.ts";

const rootUuid = "11111111-2222-4333-8444-555555555555";

describe("GRUB's configuration", () => {
  test("finds the root by its UUID and takes the menu from ostree", () => {
    const config = grubConfig({ rootUuid, tries: 3, serial: true });

    expect(config).toContain(`search --no-floppy --fs-uuid --set=root ${rootUuid}\n`);
    expect(config).toMatch(
      /insmod syslinuxcfg\nextract_syslinux_entries_source -s -r \(\$root\) \(\$root\)\/boot\/loader\/syslinux\.cfg\n$/,
    );
  });

  test("names the serial console only if there is one", () => {
    expect(grubConfig({ rootUuid, tries: 3, serial: false })).not.toContain("serial");
    expect(grubConfig({ rootUuid, tries: 3, serial: true })).toContain("terminal_output console serial");
  });

  test("without tries counts nothing and boots the newest deployment", () => {
    const config = grubConfig({ rootUuid, tries: 0, serial: false });

    expect(config).not.toMatch(/_env|debootc-complete/);
    expect(config.match(/set default=.*/g)).toEqual(["set default=0"]);
  });

  test.each([1, 2, 3, 7])(
    "each of %i tries leads to the next, and the last to the deployment before",
    (tries) => {
      const steps = new Map(
        [
          ...grubConfig({ rootUuid, tries, serial: false }).matchAll(
            /if \[ "\$tries" = "(\d+)" \]; then\n +set tries=(\d+)/g,
          ),
        ].map(([, from, to]) => [Number(from), Number(to)]),
      );

      expect([...steps]).toEqual(Array.from({ length: tries - 1 }, (_, index) => [index + 1, index + 2]));
      expect(grubConfig({ rootUuid, tries, serial: false })).toContain(
        `if [ "$tries" = "${tries}" ]; then\n    if [ -z "$fallen_back"`,
      );
    },
  );

  test("boots the other entry if the kernel of the default cannot be started", () => {
    const config = grubConfig({ rootUuid, tries: 1, serial: false });

    expect(config).toMatch(/set default=0\nset fallback=1\n/);
    expect(config).toMatch(/set default=1\n *set fallback=0\n/);
  });

  test("reads only its own names from the environment block", () => {
    for (const [line] of grubConfig({ rootUuid, tries: 2, serial: false }).matchAll(/load_env.*/g)) {
      expect(line).toBe("load_env --file ($root)/boot/grub/grubenv tries fallen_back given_up entries");
    }
  });

  test("closes every condition and loop", () => {
    const config = grubConfig({ rootUuid, tries: 4, serial: true });
    const count = (pattern: RegExp) => [...config.matchAll(pattern)].length;

    expect(count(/^ *if |; do if /gm)).toBe(count(/\bfi\b/g));
    expect(count(/^ *for /gm)).toBe(count(/\bdone\b/g));
  });
});
