import type { Agent } from "node:http";
import type { Agent as SecureAgent } from "node:https";
import { readIfPresent } from "../files/paths.ts";

/** Keeps connections open between requests, direct ones or through proxies. */
export interface HttpAgents extends Disposable {
  readonly http: Agent;
  readonly https: SecureAgent;
}

/** Opens agents; `proxy` holds variables such as `http_proxy` and `no_proxy`, in lower or upper case. */
export async function openHttpAgents(proxy: Readonly<Record<string, string>>): Promise<HttpAgents> {
  // Few commands fetch anything, and these two take 30 ms to load.
  const [http, https] = await Promise.all([import("node:http"), import("node:https")]);
  // The machine's own list, which apt uses as well: Node's own list lacks authorities that the owner added.
  const authorities = await readIfPresent("/etc/ssl/certs/ca-certificates.crt");
  const options = { keepAlive: true, proxyEnv: proxy };
  const agents = {
    http: new http.Agent(options),
    https: new https.Agent({ ...options, ...(authorities ? { ca: authorities } : {}) }),
  };
  return {
    ...agents,
    [Symbol.dispose]: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
