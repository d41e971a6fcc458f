import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { type AptCredential, authorizationFor } from "../apt/apt-auth.ts";
import { DownloadError } from "./download-error.ts";
import type { HttpAgents } from "./http-agents.ts";

interface HttpRequest {
  readonly url: URL;
  /** First byte wanted. */
  readonly offset: number;
  readonly agents: HttpAgents;
  readonly credentials: readonly AptCredential[];
  readonly signal: AbortSignal;
}

const redirectLimit = 5;

/** Asks for a file from `offset` on, following redirects; the answer has status 200 or 206. Throws DownloadError. */
export async function openHttpResponse(request: HttpRequest, redirects = 0): Promise<IncomingMessage> {
  const response = await send(request);
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 206) return response;
  response.destroy();
  const { location } = response.headers;
  if (status >= 300 && status < 400 && location !== undefined) {
    const url = new URL(location, request.url);
    if (redirects >= redirectLimit)
      throw new DownloadError("refused", `more than ${redirectLimit} redirects`);
    if (request.url.protocol === "https:" && url.protocol !== "https:") {
      throw new DownloadError("refused", `a redirect from https to ${url.protocol.replace(/:$/, "")}`);
    }
    return openHttpResponse({ ...request, url }, redirects + 1);
  }
  throw new DownloadError(kindOf(status), `${status} ${response.statusMessage ?? ""}`.trim());
}

function send({ url, offset, agents, credentials, signal }: HttpRequest): Promise<IncomingMessage> {
  const isSecure = url.protocol === "https:";
  const authorization = authorizationFor(url, credentials);
  return new Promise((resolve, reject) => {
    const request = (isSecure ? https : http).get(
      url,
      {
        agent: isSecure ? agents.https : agents.http,
        signal,
        headers: {
          "accept-encoding": "identity",
          ...(offset > 0 ? { range: `bytes=${offset}-` } : {}),
          ...(authorization === undefined ? {} : { authorization }),
        },
      },
      resolve,
    );
    request.on("error", reject);
  });
}

function kindOf(status: number): DownloadError["kind"] {
  if (status === 404 || status === 410) return "gone";
  if (status === 401) return "unauthorized";
  // 416 answers a continuation of a file that is not as long as the part at hand.
  if (status === 416) return "wrong-size";
  return status >= 500 || status === 408 || status === 429 ? "unreachable" : "refused";
}
