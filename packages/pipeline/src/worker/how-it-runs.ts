import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { runsArchitecture } from "@debootc/tools/runs-architecture";

/** Says whether programs of an architecture run on this machine. */
export type Runs = "natively" | "by an emulator" | "not";

/** Returns how programs of an architecture run here. */
export async function howItRuns(architecture: string): Promise<Runs> {
  if (architecture === (await nativeArchitecture())) return "natively";
  return (await runsArchitecture(architecture)) ? "by an emulator" : "not";
}
