import { apiOf, startScenario } from "@debootc/fake-github/scenario.fixture";
import { composeFiles, type ComposeOptions } from "@debootc/tools/release/compose-files.fixture";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const composeId = "os-13-20261130.0";

/** Starts a GitHub with a repository, and a directory for composes. */
export async function releaseScene() {
  const scenario = await startScenario();
  const { github, repository, sha, installation, asApp } = scenario;
  const directory = await mkdtemp(join(tmpdir(), "debootc-release-"));
  const releases = () => [...repository.releases.values()];
  return {
    ...scenario,
    directory,
    releases,
    /** Returns each release with its tag and assets that are there. */
    shown: () =>
      releases().map(({ tag, draft, assets }) => ({
        ...{ tag, draft },
        assets: [...assets.values()].filter(({ state }) => state === "uploaded").map(({ name }) => name),
      })),
    /** Returns which calls of an operation there were. */
    calls: (operation: string) => github.ledger.requests.filter((one) => one.operation === operation),
    /** Returns a token that may do only this. */
    tokenFor: async (permissions: Readonly<Record<string, string>>): Promise<string> => {
      const path = `/app/installations/${installation.id}/access_tokens`;
      return (await asApp("POST", path, { permissions })).body.token;
    },
    anyone: apiOf(github),
    /** Returns what a runner says of a job. */
    environment: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: "octo/images", GITHUB_SHA: sha },
    /** Writes a compose directory, and returns its path. */
    compose: async (options: ComposeOptions = {}): Promise<string> => {
      for (const [path, bytes] of composeFiles(options)) {
        await mkdir(dirname(join(directory, path)), { recursive: true });
        await writeFile(join(directory, path), bytes);
      }
      return join(directory, options.composeId ?? composeId);
    },
    [Symbol.asyncDispose]: async () => {
      await scenario[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
