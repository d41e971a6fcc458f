import type { PipelineDependencies } from "../pipeline-dependencies.ts";

interface Work<Request, Dependencies> {
  readonly request: Request;
  readonly dependencies: Dependencies;
}

type Shared = Pick<PipelineDependencies, "sharedCacheDir">;

/**
 * Gives untrusted work a cache directory of its own, which is used for everything that a run keeps: the one that was asked
 * for is from then on only read. Trusted work, and a part of untrusted work, stay as they are.
 */
export function untrustedWork<
  Request extends { readonly cacheDir: string; readonly untrusted: boolean },
  Dependencies extends Shared,
>(
  { request, dependencies }: Work<Request, Dependencies>,
  ownCacheDir: string,
): Work<Request, Dependencies & Shared> {
  if (!request.untrusted || dependencies.sharedCacheDir !== undefined) return { request, dependencies };
  return {
    request: { ...request, cacheDir: ownCacheDir },
    dependencies: { ...dependencies, sharedCacheDir: request.cacheDir },
  };
}
