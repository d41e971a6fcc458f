import { authVariables } from "@debootc/tools/registry/auth-variables";

const passedOn =
  /^(?:DEBOOTC_|DATABASE_URL$|PG|XDG_DATA_HOME$|NODE_EXTRA_CA_CERTS$|NODE_COMPILE_CACHE$|SSL_CERT_|TZ$)|_proxy$/i;

const ofRegistries: readonly string[] = authVariables;

/** Returns what a hub reads of an environment. The key of a client is none of its business. */
export function hubEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const isRead = (name: string) =>
    name !== "DEBOOTC_HUB_KEY" && (passedOn.test(name) || ofRegistries.includes(name));
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && isRead(name) ? [[name, value]] : [],
    ),
  );
}
