import http from "node:http";
import https from "node:https";
import { readIfPresent } from "../files/read-if-present.ts";

/** Connections that are kept between requests, directly or through proxies. */
export interface HttpAgents extends Disposable {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** `proxy` holds variables such as `http_proxy` and `no_proxy`, lower case or upper. */
export async function openHttpAgents(proxy: Readonly<Record<string, string>>): Promise<HttpAgents> {
  // The machine's own list, as apt uses it: Node's own knows nothing of an authority that an owner added.
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
