import { DebootcError } from "@debootc/core/error/debootc-error";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { howItRuns, type Runs } from "./how-it-runs.ts";

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
