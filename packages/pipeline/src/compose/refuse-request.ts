import { DebootcError } from "@debootc/core/error/debootc-error";
import { refuseUnrunnable } from "../worker/refuse-unrunnable.ts";
import type { Reporter } from "@debootc/core/event/event";

/**
 * Refuses an architecture whose programs do not run here, for packages are configured by running theirs, and reports one
 * that an emulator runs. Throws `emulator-missing`.
 */
export async function refuseUncomposable(architecture: string, report: Reporter): Promise<void> {
  const runs = await refuseUnrunnable(architecture, {
    what: "a root",
    otherwise: `Or compose on a machine of that architecture. Locking works on any: debootc lock --arch ${architecture}`,
  });
  if (runs === "natively") return;
  report({
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "emulated",
      message: `programs for ${architecture} are emulated: building its root takes ten to twenty times as long`,
      hint: "Compose it on a machine of that architecture to be faster: docs/legs.md",
    },
  });
}

/** Refuses directories whose paths apt's configuration cannot express. Throws `usage`. */
export function refuseUnquotable(...directories: readonly string[]): void {
  const wrong = directories.find((directory) => /["\\\n]/.test(directory));
  if (wrong === undefined) return;
  throw new DebootcError("usage", `${JSON.stringify(wrong)} cannot be used: apt cannot read such a path`, {
    hint: "Choose a directory whose path has no double quote, backslash or line break.",
  });
}
