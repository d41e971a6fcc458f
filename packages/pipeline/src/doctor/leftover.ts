import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import type { ProcessIdentity } from "../cache/process-identity.ts";

/** Describes how to remove something that a crash left. */
export type Repair =
  | { readonly do: "kill"; readonly process: ProcessIdentity }
  | { readonly do: "unmount"; readonly target: string }
  | { readonly do: "detach-loop"; readonly device: string }
  | { readonly do: "remove-cgroup"; readonly directory: string }
  /** STATUS becomes TERMINATED, and work/ is removed. */
  | { readonly do: "terminate-compose"; readonly id: string; readonly path: string }
  | { readonly do: "remove-tree"; readonly path: string }
  | { readonly do: "remove-files"; readonly paths: readonly string[] };

/** Describes something that a crash left. Without a repair, a person must look at it. */
export interface Leftover {
  readonly finding: DoctorFinding & { readonly state: "left-over" };
  readonly repair?: Repair;
}

export function leftover(id: string, title: string, detail: string, repair: Repair): Leftover {
  return { finding: { id, state: "left-over", title, detail }, repair };
}
