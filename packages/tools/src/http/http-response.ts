import type { IncomingMessage } from "node:http";
import { type AptCredential, authorizationFor } from "../apt/apt-auth.ts";
import { quoted } from "@debootc/core/text/quoted";
import { hasErrno } from "../errno.ts";
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
/** Bytes of an answer's header; servers of archives send a few hundred. */
const longestHeader = 16_384;

/** Requests a file from `offset` on and follows redirects; the response has status 200 or 206. Throws DownloadError. */
export async function openHttpResponse(request: HttpRequest, redirects = 0): Promise<IncomingMessage> {
  const response = await send(request);
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 206) return response;
  response.destroy();
  const { location } = response.headers;
  if (status >= 300 && status < 400 && location !== undefined) {
    const url = URL.parse(location, request.url.href);
    if (url === null)
      throw new DownloadError("refused", `a redirect to ${quoted(location)}, which is not an address`);
    if (url.protocol !== "http:" && url.protocol !== "https:")
      throw new DownloadError("refused", `a redirect from http to ${url.protocol.replace(/:$/, "")}`);
    if (redirects >= redirectLimit)
      throw new DownloadError("refused", `more than ${redirectLimit} redirects`);
    if (request.url.protocol === "https:" && url.protocol !== "https:") {
      throw new DownloadError("refused", `a redirect from https to ${url.protocol.replace(/:$/, "")}`);
    }
    return openHttpResponse({ ...request, url }, redirects + 1);
  }
  throw new DownloadError(kindOf(status), `${status} ${response.statusMessage ?? ""}`.trim());
}

async function send({ url, offset, agents, credentials, signal }: HttpRequest): Promise<IncomingMessage> {
  const isSecure = url.protocol === "https:";
  const { get } = isSecure ? await import("node:https") : await import("node:http");
  const authorization = authorizationFor(url, credentials);
  return new Promise((resolve, reject) => {
    const request = get(
      url,
      {
        maxHeaderSize: longestHeader,
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
    request.on("error", (error) => {
      reject(
        hasErrno(error, "HPE_HEADER_OVERFLOW")
          ? new DownloadError("refused", `an HTTP header of more than ${longestHeader} bytes`)
          : error,
      );
    });
  });
}

function kindOf(status: number): DownloadError["kind"] {
  if (status === 404 || status === 410) return "gone";
  if (status === 401) return "unauthorized";
  // The server answers 416 if its file is shorter than the part already here.
  if (status === 416) return "wrong-size";
  return status >= 500 || status === 408 || status === 429 ? "unreachable" : "refused";
}
