import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";

type Environment = Readonly<Record<string, string | undefined>>;

const proxyVariables = ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy"];

/** Where ~/.ssh and ~/.netrc are, and the agent that holds keys. */
const gitVariables = ["HOME", "SSH_AUTH_SOCK"];

/** What of the surroundings reaches the pipeline; everything else of the environment stays at the door. */
export function pipelineEnvironment(
  environment: Environment,
  process: { readonly uid: number; readonly gid: number },
): PipelineDependencies["environment"] {
  const proxy = proxyVariables.flatMap((name) => {
    const value = environment[name] || environment[name.toUpperCase()];
    return value ? [[name, value] as const] : [];
  });
  const git = gitVariables.flatMap((name) => {
    const value = environment[name];
    return value ? [[name, value] as const] : [];
  });
  return {
    proxy: Object.fromEntries(proxy),
    git: Object.fromEntries(git),
    // Started by sudo, debootc is root like any other root: half of the results given away would help nobody.
    user: process,
  };
}
