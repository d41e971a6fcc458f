import { isSecretOfHub } from "@debootc/core/secret/hub-variables";
import { dirname } from "node:path";

/** What a program needs to find its user's files and certificates. */
const always = /^(?:HOME|LANG|TZ|TMPDIR|NODE_EXTRA_CA_CERTS|SSL_CERT_.*)$/;
/** What a job of act needs to find act, mirrors, proxies and caches. */
const ofJobs = /^(?:ACT|DEBOOTC_.*|XDG_CACHE_HOME|GO[A-Z]+|.*_proxy)$/i;
/** What leads to another hub or to other repositories than those of this session. */
const never = /^DEBOOTC_(?:HUB|APP|PRIVATE|WEBHOOK|GITHUB)/;

/** Returns the environment of a part; an agent's jobs get more than the other parts. */
export function partEnvironment(
  environment: NodeJS.ProcessEnv,
  { jobs = false } = {},
): Readonly<Record<string, string>> {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined &&
    !never.test(name) &&
    !isSecretOfHub(name) &&
    (always.test(name) || (jobs && ofJobs.test(name)))
      ? [[name, value] as const]
      : [],
  );
  return Object.fromEntries(kept);
}

/** Returns a path for programs with this very Node first: what starts `node` by its name gets no other one. */
export function pathWithNode(searchPath: string): string {
  return `${dirname(process.execPath)}:${searchPath}`;
}
