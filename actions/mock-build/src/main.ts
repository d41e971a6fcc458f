import { buildActionResult, chainActionResult } from "@debootc/actions-kit/build/build-result";
import { runAction } from "@debootc/actions-kit/run/run-action";
import { buildChain } from "@debootc/pipeline/mock-build/chain/build-chain";
import { mockBuild } from "@debootc/pipeline/mock-build/mock-build";
import { mockBuildAction } from "./definition.ts";

await runAction(mockBuildAction, async ({ request }, { dependencies, configuration }) =>
  request.chain || request.sources.length > 1
    ? chainActionResult(await buildChain(request, dependencies, configuration), request.continue)
    : buildActionResult(await mockBuild(request, dependencies, configuration)),
);
