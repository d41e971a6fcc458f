import type { DebianArchitecture } from "../debian/debian-architecture.ts";
import { legText } from "../compose/leg-name.ts";
import { DebootcError } from "../error/debootc-error.ts";
import type { Leg } from "./leg.ts";
import type { ResolvedLeg } from "./resolved-compose-file.ts";

/** Holds the jobs of a compose as `strategy.matrix` of a GitHub workflow takes them. */
export interface Matrix {
  readonly include: readonly Leg[];
}

/** GitHub makes no more jobs of one matrix. */
const most = 256;

/** Returns the matrix of some legs of one compose. Throws `usage` for more legs than GitHub takes. */
export function matrixOf(
  legs: readonly Pick<ResolvedLeg, "variant" | "architecture" | "runsOn">[],
  compose: Pick<Leg, "composeId" | "timestamp">,
): Matrix {
  if (legs.length > most) {
    throw new DebootcError(
      "usage",
      `the matrix would have ${legs.length} legs; GitHub takes ${most} at most`,
      {
        hint: "Make several matrices with --variant or --arch.",
      },
    );
  }
  return {
    include: legs.map((leg) => ({
      variant: leg.variant,
      arch: leg.architecture as DebianArchitecture,
      runsOn: [...leg.runsOn],
      task: legText(leg),
      ...compose,
    })),
  };
}
