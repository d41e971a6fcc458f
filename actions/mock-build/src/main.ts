import { buildActionResult, chainActionResult } from "@debootc/actions-kit/build/build-result";
import { packagesOfTasks } from "@debootc/actions-kit/build/packages-of-tasks";
import { withPackageArtifact } from "@debootc/actions-kit/build/with-package-artifact";
import { runAction } from "@debootc/actions-kit/run/run-action";
import { buildChain } from "@debootc/pipeline/mock-build/chain/build-chain";
import { mockBuild } from "@debootc/pipeline/mock-build/mock-build";
import { mockBuildAction } from "./definition.ts";

await runAction(mockBuildAction, async ({ request: asked, own }, context) => {
  const { dependencies, configuration, temporary, environment } = context;
  const { signal } = dependencies;
  await using before = await packagesOfTasks(own, { temporary, signal, environment });
  const request = { ...asked, extraPackage: [...asked.extraPackage, ...before.debs] };
  const result =
    request.chain || request.sources.length > 1
      ? chainActionResult(await buildChain(request, dependencies, configuration), request.continue)
      : buildActionResult(await mockBuild(request, dependencies, configuration));
  return withPackageArtifact(result, own, { temporary, signal });
});
