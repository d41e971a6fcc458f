import type { BootReport } from "@debootc/core/boot/boot-report";

/** The report of a system that came up after so many seconds, with one rule checked. */
export function bootReportOf(kernel: string, up: number | undefined, id = "units"): BootReport {
  return {
    passed: true,
    checks: [{ id, title: `the rule ${id}`, passed: true, expected: "running", found: `found ${id}` }],
    failedUnits: [],
    accelerator: "tcg",
    memoryMiB: 2048,
    seconds: { total: 99, ...(up === undefined ? {} : { up }) },
    system: {
      os: "Debian GNU/Linux 13 (trixie)",
      osVersion: "13",
      kernel,
      systemd: "257",
      addresses: [],
      sshdListens: false,
    },
  };
}
