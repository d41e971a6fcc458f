import { authVariables } from "@debootc/tools/registry/auth-variables";
import type { RegistryEnvironment } from "../channels/registries.ts";

const proxyVariables = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"];

/** Returns the part of the environment by which registries are reached. */
export function registryEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): RegistryEnvironment {
  const defined = (pairs: readonly (readonly [string, string | undefined])[]) =>
    Object.fromEntries(pairs.flatMap(([name, value]) => (value ? [[name, value] as const] : [])));
  return {
    logins: defined(authVariables.map((name) => [name, environment[name]])),
    proxy: defined(
      proxyVariables.map((name) => [name, environment[name] || environment[name.toUpperCase()]]),
    ),
  };
}
