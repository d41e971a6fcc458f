import { isPostStep } from "@debootc/actions-kit/run/is-post-step";
import { runAction } from "@debootc/actions-kit/run/run-action";
import { removeLeftovers } from "@debootc/pipeline/doctor/remove-leftovers";
import { cleanupAction } from "./definition.ts";

// The same program runs twice: the second time when the job ends, however it does.
await runAction(cleanupAction, async ({ request }, { dependencies, log }) => {
  if (!isPostStep()) return { outputs: {} };
  const findings = await removeLeftovers(request, dependencies);
  for (const { state, title, detail = "" } of findings) log.lines(`${state}: ${title} ${detail}`.trimEnd());
  if (findings.some(({ state }) => state === "left-over"))
    log.annotate(
      "warning",
      "something that a cancelled run left could not be removed: see the log of this step",
    );
  return { outputs: {} };
});
