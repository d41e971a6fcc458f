import type { PushResult } from "@debootc/core/registry/push-record";
import type { RegistryReference } from "@debootc/core/registry/reference";
import { publicSigstore } from "@debootc/core/request/push-request";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ActionContext } from "../run/run-action.ts";
import { withPermission } from "./with-permission.ts";

/** Is one image to push, and where. */
export interface PushJob {
  readonly image: NamedPlace;
  readonly to: RegistryReference;
}

interface PushWish {
  readonly tags?: readonly string[] | undefined;
  readonly signKeyless: boolean;
  readonly registryUsername?: string | undefined;
  readonly registryToken?: string | undefined;
  readonly outputDir: string;
}

/** Sends images to their registries, one after the other, unless somebody started this run whom nobody needs to trust. */
export async function pushWanted(
  jobs: readonly PushJob[],
  wish: PushWish,
  { dependencies, temporary, isUntrusted, log }: ActionContext,
): Promise<readonly PushResult[]> {
  if (isUntrusted) {
    log.annotate(
      "warning",
      "nothing is pushed: this run is for somebody who cannot write to the repository, such as a pull request of a fork",
      { title: "debootc" },
    );
    return [];
  }
  // Only jobs that push should wait for what a registry takes.
  const { push } = await import("@debootc/pipeline/push/push");
  await using login = await loginOf(jobs, wish, { dependencies, temporary });
  const pushed: PushResult[] = [];
  for (const { image, to } of jobs)
    pushed.push(
      await push(
        {
          ...{ compose: image, to, outputDir: wish.outputDir, insecureHttp: false, json: false },
          ...{ ...publicSigstore, signKeyless: wish.signKeyless },
          ...(wish.tags === undefined ? {} : { tag: [...wish.tags] }),
        },
        login.dependencies,
      ).catch((error: unknown) => {
        throw withPermission(error, to);
      }),
    );
  return pushed;
}

/** A login that the workflow gives is a file like all others, which only this user can read and which goes with the push. */
async function loginOf(
  jobs: readonly PushJob[],
  { registryUsername, registryToken }: PushWish,
  { dependencies, temporary }: Pick<ActionContext, "dependencies" | "temporary">,
): Promise<AsyncDisposable & { readonly dependencies: PipelineDependencies }> {
  if (registryUsername === undefined || registryToken === undefined)
    return { dependencies, [Symbol.asyncDispose]: async () => {} };
  const directory = await mkdtempDisposable(join(temporary, "debootc-login-"));
  const file = join(directory.path, "auth.json");
  const auth = Buffer.from(`${registryUsername}:${registryToken}`).toString("base64");
  const auths = Object.fromEntries(
    jobs.map(({ to: { registry, name } }) => [`${registry}/${name}`, { auth }]),
  );
  await writeFile(file, JSON.stringify({ auths }), { mode: 0o600 });
  const environment = { ...dependencies.environment, registry: { REGISTRY_AUTH_FILE: file } };
  return {
    dependencies: { ...dependencies, environment },
    [Symbol.asyncDispose]: () => directory.remove(),
  };
}
