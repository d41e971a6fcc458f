import { authVariables } from "@debootc/tools/registry/auth-variables";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const proxyVariables = ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy"];

/** Variables that lead to ~/.ssh, to ~/.netrc and to the agent that holds keys. */
const gitVariables = ["HOME", "SSH_AUTH_SOCK"];

const displayVariables = ["DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "HOME"];

/** Returns the part of the environment that the pipeline gets; everything else stays at the door. */
export function pipelineEnvironment(
  environment: Environment,
  process: { readonly uid: number; readonly gid: number },
): PipelineDependencies["environment"] {
  const proxy = proxyVariables.flatMap((name) => {
    const value = environment[name] || environment[name.toUpperCase()];
    return value ? [[name, value] as const] : [];
  });
  const given = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = environment[name];
        return value ? [[name, value] as const] : [];
      }),
    );
  return {
    proxy: Object.fromEntries(proxy),
    git: given(gitVariables),
    registry: given(authVariables),
    display: given(displayVariables),
    ...imageKeyIn(environment),
    ...identityIn(environment),
    // Under sudo debootc is root, and so are its results: to give away only some of them would help nobody.
    user: process,
  };
}

/** Reads the variables that cosign reads: CI systems give secrets so, and arguments can be read by every process. */
function imageKeyIn(environment: Environment): Pick<PipelineDependencies["environment"], "imageKey"> {
  const { COSIGN_PRIVATE_KEY: pem, COSIGN_PASSWORD: password } = environment;
  const imageKey = { ...(pem ? { pem } : {}), ...(password ? { password } : {}) };
  return pem || password ? { imageKey } : {};
}

/** Reads the variable that cosign reads, and those that GitHub sets where a job may have an identity token. */
function identityIn(environment: Environment): Pick<PipelineDependencies["environment"], "identity"> {
  const { SIGSTORE_ID_TOKEN: token } = environment;
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = environment;
  if (token) return { identity: { token } };
  return url && bearer ? { identity: { url, bearer } } : {};
}
