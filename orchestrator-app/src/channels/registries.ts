import type { RegistryReference } from "@debootc/core/registry/reference";
import { openHttpAgents } from "@debootc/tools/http/http-agents";
import { openRegistry, type Registry } from "@debootc/tools/registry/open-registry";
import { findCredential } from "@debootc/tools/registry/registry-credentials";

/** Opens repositories of registries, with the logins that the hub has. */
export interface Registries {
  /** Does some work in a repository, for at most a minute. Throws RegistryError, `settings-invalid`. */
  readonly use: <T>(reference: RegistryReference, work: (registry: Registry) => Promise<T>) => Promise<T>;
}

/** Is the part of the environment that leads to registries: where logins are kept, and proxies. */
export interface RegistryEnvironment {
  readonly logins: Readonly<Record<string, string>>;
  readonly proxy: Readonly<Record<string, string>>;
}

/** Less than the lease of what is sent. */
const mostMilliseconds = 60_000;

/** Returns what opens registries. Logins are read anew each time, as they expire. */
export function registriesOf({ logins, proxy }: RegistryEnvironment, clock: () => Date): Registries {
  return {
    use: async (reference, work) => {
      const known = await findCredential(reference, logins);
      using agents = await openHttpAgents(proxy);
      return work(
        await openRegistry({
          ...{ reference, credential: known?.credential, alsoRead: [], insecureHttp: false },
          ...{ agents, clock, stallSeconds: 20, signal: AbortSignal.timeout(mostMilliseconds) },
        }),
      );
    },
  };
}
