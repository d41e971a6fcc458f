import type { RegistryCredential } from "@debootc/core/registry/auth-file";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { findTool } from "../find-tool.ts";
import { run } from "../run.ts";

interface Helper {
  /** Ends the name of its program, which begins with `docker-credential-`. */
  readonly helper: string;
  /** What it knows the registry as. */
  readonly host: string;
}

/** Asks a credential helper of docker; undefined where it knows none. Throws `settings-invalid`, without what it said. */
export async function helperCredential(
  { helper, host }: Helper,
  environment: Readonly<Record<string, string>>,
): Promise<RegistryCredential | undefined> {
  const tool = `docker-credential-${helper}`;
  if (!/^[\w.-]+$/.test(helper) || (await findTool(tool)) === undefined) {
    throw new DebootcError(
      "settings-invalid",
      `the login of ${host} is kept by ${tool}, which is not installed`,
      {
        hint: "Install it, or log in with: skopeo login --authfile FILE, and name the file in REGISTRY_AUTH_FILE.",
      },
    );
  }
  const outcome = await run({
    tool,
    args: ["get"],
    input: host,
    env: environment,
    accept: "all",
    timeoutSeconds: 30,
  });
  if (outcome.exitCode !== 0) return undefined;
  const { Username: login, Secret: password } = answerOf(outcome.stdout);
  if (typeof login !== "string" || typeof password !== "string" || password === "") return undefined;
  return login === "<token>" ? { identityToken: password } : { login, password };
}

function answerOf(text: string): { readonly Username?: unknown; readonly Secret?: unknown } {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
