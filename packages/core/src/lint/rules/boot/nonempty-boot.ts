import type { LintRule } from "../lint-rule.ts";
import { nameOfType } from "../../subject/lint-entry.ts";

export const nonemptyBoot: LintRule = {
  name: "nonempty-boot",
  level: "warning",
  summary: "/boot is there and empty but for EFI",
  why: "The boot partition is mounted over it: what the image has there is never seen.",
  remedy: "Move the kernel to /usr/lib/modules/<release>/ and empty /boot.",
  ofBootc: true,
  *check({ tree }) {
    const boot = tree.follow("/boot");
    if (boot === undefined) yield { path: "/boot", message: "is missing" };
    else if (boot.type !== "directory")
      yield { path: "/boot", message: `is a ${nameOfType(boot)}, not a directory` };
    for (const { path } of tree.list("/boot")) {
      if (!path.endsWith("/EFI")) yield { path, message: "is hidden by the boot partition" };
    }
  },
};
