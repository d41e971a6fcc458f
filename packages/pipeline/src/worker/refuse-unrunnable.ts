import { DebootcError } from "@debootc/core/error/debootc-error";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { runsArchitecture } from "@debootc/tools/runs-architecture";

/** Says whether programs of an architecture run on this machine. */
export type Runs = "natively" | "by an emulator" | "not";

/** Returns how programs of an architecture run here. */
export async function howItRuns(architecture: string): Promise<Runs> {
  if (architecture === (await nativeArchitecture())) return "natively";
  return (await runsArchitecture(architecture)) ? "by an emulator" : "not";
}

/**
 * Ensures that programs of an architecture run here, and returns how. `what` is what they are needed for, and `otherwise`
 * another way to get it. Throws `emulator-missing`.
 */
export async function refuseUnrunnable(
  architecture: string,
  { what, otherwise }: { readonly what: string; readonly otherwise: string },
): Promise<Exclude<Runs, "not">> {
  const runs = await howItRuns(architecture);
  if (runs !== "not") return runs;
  const native = await nativeArchitecture();
  throw new DebootcError(
    "emulator-missing",
    `cannot run programs of ${what} for ${architecture} on this ${native} machine`,
    { hint: `Install an emulator: script/setup --emulation. ${otherwise}` },
  );
}
