import { packagesOfTasks } from "@debootc/actions-kit/build/packages-of-tasks";
import { composeActionResult, nothingComposed } from "@debootc/actions-kit/compose/compose-result";
import { runAction } from "@debootc/actions-kit/run/run-action";
import { runCompose } from "@debootc/pipeline/compose/run-compose";
import { composeAction } from "./definition.ts";

await runAction(composeAction, async ({ request: asked, own }, context) => {
  const { dependencies, configuration, isGiven, temporary, environment } = context;
  const { signal } = dependencies;
  await using before = await packagesOfTasks(own, { temporary, signal, environment });
  const request = { ...asked, extraPackage: [...asked.extraPackage, ...before.debs] };
  if (own.push !== undefined) {
    const { refuseUnpushable } = await import("./refuse-unpushable.ts");
    await refuseUnpushable(own.push, request, context);
  }
  try {
    const result = await runCompose(request, dependencies, { configuration, chosen: isGiven("arch") });
    return await composeActionResult(result, own, context);
  } catch (error) {
    return nothingComposed(error, own, context);
  }
});
