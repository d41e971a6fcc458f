import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { contradictingUnits } from "@debootc/core/unit/contradicting-units";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox/sandbox";
import type { OperationContext } from "../../worker/operation-context.ts";
import { findUnit, type FoundUnit } from "./find-unit.ts";
import type { RootDirectory } from "../../tree/root-directory.ts";

type WantedUnits = Pick<ResolvedTreefile, "units" | "defaultTarget">;

/** Enables the treefile's units and sets its default target. Throws `unit-invalid` with every unit at fault. */
export async function enableUnits(
  root: RootDirectory,
  { units, defaultTarget }: WantedUnits,
  context: OperationContext,
): Promise<void> {
  if (units.length === 0 && defaultTarget === undefined) return;
  const diagnostics = await unitDiagnostics(root, { units, defaultTarget });
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
  if (units.length > 0) await systemctl(["enable", ...units.map(({ name }) => name)]);
  if (defaultTarget !== undefined) await systemctl(["set-default", defaultTarget.name]);
}

/** Everything that keeps the units from being enabled in this root, each with its place in the treefile. */
export async function unitDiagnostics(
  root: RootDirectory,
  { units, defaultTarget }: WantedUnits,
): Promise<Diagnostic[]> {
  const targets = defaultTarget === undefined ? [] : [defaultTarget];
  if (!(await root.exists("/usr/bin/systemctl"))) {
    const message = "systemd is not in the package set, so nothing can be enabled";
    const hint = "Add `systemd` to packages, or remove units and default-target.";
    return [
      ...units.map((unit) => diagnosticOf("units", unit, { message, hint })),
      ...targets.map((unit) => diagnosticOf("default-target", unit, { message, hint })),
    ];
  }
  const found: (FoundUnit & { readonly unit: Wanted })[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const unit of units) {
    const answer = await findUnit(root, unit.name, { toEnable: true });
    if ("message" in answer) diagnostics.push(diagnosticOf("units", unit, answer));
    else found.push({ ...answer, unit });
  }
  for (const target of targets) {
    const answer = await findUnit(root, target.name, { toEnable: false });
    if ("message" in answer) diagnostics.push(diagnosticOf("default-target", target, answer));
  }
  for (const { first, second, why } of contradictingUnits(found)) {
    const message = `the unit contradicts ${first.name}, which is enabled too: ${why}`;
    const hint = `Remove one of the two; ${first.name} stands in ${first.unit.origin.file}:${first.unit.origin.line}.`;
    diagnostics.push(diagnosticOf("units", second.unit, { message, hint }));
  }
  return diagnostics;
}

type Wanted = ResolvedTreefile["units"][number];

function diagnosticOf(
  key: string,
  { name, origin }: Wanted,
  words: Pick<Diagnostic, "message" | "allowed" | "hint">,
): Diagnostic {
  return { severity: "error", code: "unit-invalid", ...origin, key, given: name, ...words };
}
