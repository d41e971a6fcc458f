import { pushTargets } from "@debootc/actions-kit/push/push-targets";
import type { ActionContext } from "@debootc/actions-kit/run/run-action";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import { matrixOfFile } from "@debootc/pipeline/compose-file/matrix-of-file";

/** Refuses a push that is certain to fail before half an hour of work. Throws `usage`, and what a wrong file throws. */
export async function refuseUnpushable(
  push: string,
  { treefile, variant, arch, phase }: Pick<ComposeRequest, "treefile" | "variant" | "arch" | "phase">,
  { dependencies, isGiven }: Pick<ActionContext, "dependencies" | "isGiven">,
): Promise<void> {
  if (phase !== undefined)
    throw new DebootcError("usage", "the inputs phase and push cannot be given together", {
      hint: "Only a finished compose is pushed: leave out one of them.",
    });
  const wanted = { file: treefile, variant, arch, json: false };
  const { include } = await matrixOfFile(wanted, { chosen: isGiven("arch") }, dependencies);
  pushTargets(
    push,
    include.map((leg) => leg.variant),
  );
}
