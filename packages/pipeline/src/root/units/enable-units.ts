import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Placed } from "@debootc/core/plan/root-plan";
import { contradictingUnits } from "@debootc/core/unit/contradicting-units";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox/sandbox";
import type { OperationContext } from "../../worker/operation-context.ts";
import { findUnit, type FoundUnit } from "./find-unit.ts";
import type { RootDirectory } from "../../tree/root-directory.ts";

type Wanted = Placed<{ readonly name: string }>;

interface WantedUnits {
  readonly units: readonly Wanted[];
  /** Units that packages may have enabled, and that are not to be. */
  readonly disabled: readonly Wanted[];
  readonly masked: readonly Wanted[];
  /** The default target; none where the packages choose it. */
  readonly targets: readonly Wanted[];
}

/** Comes before the presets of packages, so that the first boot of a machine enables none of these again (systemd.preset(5)). */
const disablingPreset = "/usr/lib/systemd/system-preset/10-debootc.preset";

/**
 * Enables, disables and masks the treefile's units and sets its default target. Throws `unit-invalid` with every unit at
 * fault.
 */
export async function enableUnits(
  root: RootDirectory,
  wanted: WantedUnits,
  context: OperationContext,
): Promise<void> {
  const { units, disabled, masked, targets } = wanted;
  if ([units, disabled, masked, targets].every(({ length }) => length === 0)) return;
  const diagnostics = await unitDiagnostics(root, wanted);
  if (diagnostics.length > 0) {
    throw new DebootcError("unit-invalid", `${diagnostics.length} of the treefile's units cannot be used`, {
      diagnostics,
    });
  }
  const systemctl = (args: string[]) =>
    run(
      insideRoot(root.path, {
        tool: "systemctl",
        args,
        env: { SYSTEMD_OFFLINE: "1" },
        signal: context.signal,
        onLine: context.log,
      }),
    );
  const namesOf = (given: readonly Wanted[]) => given.map(({ name }) => name);
  if (disabled.length > 0) {
    await systemctl(["disable", ...namesOf(disabled)]);
    await root.writeFile(disablingPreset, disabled.map(({ name }) => `disable ${name}\n`).join(""));
  }
  for (const { name } of masked) await root.makeLink(`/etc/systemd/system/${name}`, "/dev/null");
  if (units.length > 0) await systemctl(["enable", ...namesOf(units)]);
  for (const { name } of targets) await systemctl(["set-default", name]);
}

/** Finds everything that keeps the units from being enabled in this root, each with its place in the treefile. */
export async function unitDiagnostics(
  root: RootDirectory,
  { units, disabled, masked, targets }: WantedUnits,
): Promise<Diagnostic[]> {
  const others = [
    { key: "disable-units", names: disabled },
    { key: "mask-units", names: masked },
    { key: "default-target", names: targets },
  ];
  if (!(await root.exists("/usr/bin/systemctl"))) {
    const message = "systemd is not in the package set, so nothing can be enabled";
    const hint = "Add `systemd` to packages, or remove units and default-target.";
    return [{ key: "units", names: units }, ...others].flatMap(({ key, names }) =>
      names.map((unit) => diagnosticOf(key, unit, { message, hint })),
    );
  }
  const found: (FoundUnit & { readonly unit: Wanted })[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const unit of units) {
    const answer = await findUnit(root, unit.name, { toEnable: true });
    if ("message" in answer) diagnostics.push(diagnosticOf("units", unit, answer));
    else found.push({ ...answer, unit });
  }
  for (const { key, names } of others)
    for (const unit of names) {
      const answer = await findUnit(root, unit.name, { toEnable: false });
      if ("message" in answer) diagnostics.push(diagnosticOf(key, unit, answer));
    }
  for (const { first, second, why } of contradictingUnits(found)) {
    const message = `the unit contradicts ${first.name}, which is enabled too: ${why}`;
    const hint = `Remove one of the two; ${first.name} is given in ${first.unit.origin.file}:${first.unit.origin.line}.`;
    diagnostics.push(diagnosticOf("units", second.unit, { message, hint }));
  }
  return diagnostics;
}

function diagnosticOf(
  key: string,
  { name, origin }: Wanted,
  words: Pick<Diagnostic, "message" | "allowed" | "hint">,
): Diagnostic {
  return { severity: "error", code: "unit-invalid", ...origin, key, given: name, ...words };
}
