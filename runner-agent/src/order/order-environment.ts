import { isSecretOfHub } from "@debootc/core/secret/hub-variables";
import { searchPath } from "@debootc/tools/run";
import { dirname } from "node:path";

/** Names variables of the agent that every runner gets: how to reach the network, and whom to trust there. */
const always =
  /^(?:https?_proxy|no_proxy|all_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|TZ|DEBOOTC_MIRROR)$/i;

/** Matches what no runner may get, even if it is asked for, besides the secrets of hubs. */
const never = /^(?:DEBOOTC_AGENT_|ACTIONS_RUNNER_INPUT_)/;

interface Choice {
  /** The environment of the agent. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of variables that runners get besides. */
  readonly passEnv: readonly string[];
  readonly cacheDir: string;
  /** The Node that the agent runs with, which programs of debootc find first. */
  readonly node: string;
}

/** Returns what the environment of every runner has; its directories and its secret come on top. */
export function sharedEnvironment({ environment, passEnv, cacheDir, node }: Choice): Record<string, string> {
  const isPassed = (name: string) =>
    (always.test(name) || passEnv.includes(name)) && !never.test(name) && !isSecretOfHub(name);
  const passed = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && isPassed(name) ? [[name, value] as const] : [],
  );
  return {
    PATH: `${dirname(node)}:${searchPath}`,
    DEBOOTC_CACHE_DIR: cacheDir,
    ...Object.fromEntries(passed),
  };
}
