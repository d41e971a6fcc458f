import type { RegistryCredential } from "@debootc/core/registry/auth-file";
import { isLocalRegistry, type RegistryReference } from "@debootc/core/registry/reference";
import { answerError } from "./answer-error.ts";
import { RegistryError } from "./registry-error.ts";
import { registryLogin } from "./registry-login.ts";
import { type HttpAnswer, type HttpRequest, isWithoutTls, sendRequest, type Wire } from "./send-request.ts";

/** Is a repository of a registry (OCI distribution specification 1.1), asked as somebody with a credential. */
export interface Registry {
  /**
   * Asks for something below `/v2/NAME/`, or at an address that the registry named. Logs in, and again when a token has
   * expired; follows redirects of what only reads. Throws RegistryError for a status that is not expected.
   */
  readonly ask: (question: Question) => Promise<HttpAnswer>;
  /** Resolves an address that an answer to `at` named. */
  readonly resolve: (location: string, at: string | URL) => URL;
}

interface Question extends Omit<HttpRequest, "url"> {
  readonly at: string | URL;
  /** Statuses that are answers. */
  readonly expect: readonly number[];
  /** What is asked for, in the words of a message. */
  readonly wish: string;
  /** Ends this request alone. */
  readonly signal?: AbortSignal;
}

export interface RegistryAccess extends Wire {
  readonly reference: RegistryReference;
  readonly credential: RegistryCredential | undefined;
  /** Other repositories of the registry that are read. */
  readonly alsoRead: readonly string[];
  readonly insecureHttp: boolean;
}

const redirectLimit = 5;

/** Finds out how a registry wants to be talked to, and logs in where it wants that. Throws RegistryError. */
export async function openRegistry(access: RegistryAccess): Promise<Registry> {
  const { base, answer } = await ping(access);
  const { name } = access.reference;
  const scopes = [
    `repository:${name}:pull,push`,
    ...access.alsoRead.map((other) => `repository:${other}:pull`),
  ];
  const isSecure = base.protocol === "https:";
  const login = registryLogin({ credential: access.credential, scopes, isSecure }, access);
  if (answer.status === 401) await login.refused(answer, undefined);

  const send = async (request: HttpRequest, wire: Wire): Promise<HttpAnswer> => {
    refuseDowngrade(base, request.url);
    // The login is for this registry alone, wherever it leads.
    if (request.url.origin !== base.origin) return sendRequest(request, wire);
    const used = await login.header();
    const found = await sendRequest(withLogin(request, used), wire);
    if (found.status !== 401) return found;
    await login.refused(found, used);
    const renewed = await login.header();
    return renewed === undefined ? found : sendRequest(withLogin(request, renewed), wire);
  };

  const urlOf = (at: string | URL) => (typeof at === "string" ? new URL(`/v2/${name}/${at}`, base) : at);
  return {
    ask: async ({ at, expect, wish, signal, ...question }) => {
      const ends = signal === undefined ? access.signal : AbortSignal.any([access.signal, signal]);
      const wire = { ...access, signal: ends };
      const found = await sendOn({ ...question, url: urlOf(at) }, (request) => send(request, wire));
      if (!expect.includes(found.status)) throw answerError(found, wish);
      return found;
    },
    resolve: (location, at) => {
      const url = URL.parse(location, urlOf(at).href);
      if (url === null) throw new RegistryError("refused", "an address that is none");
      refuseDowngrade(base, url);
      return url;
    },
  };
}

function withLogin(request: HttpRequest, header: string | undefined): HttpRequest {
  return header === undefined
    ? request
    : { ...request, headers: { ...request.headers, authorization: header } };
}

/** Asks whether a registry is there; on this machine also without TLS. */
async function ping(access: RegistryAccess): Promise<{ readonly base: URL; readonly answer: HttpAnswer }> {
  const { registry } = access.reference;
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  const attempt = async (scheme: string) => {
    const base = new URL(`${scheme}://${host}`);
    const answer = await sendRequest({ method: "GET", url: new URL("/v2/", base) }, access);
    if (answer.status !== 200 && answer.status !== 401)
      throw answerError(answer, `the API of a registry at ${host}`);
    return { base, answer };
  };
  if (access.insecureHttp) return attempt("http");
  if (!isLocalRegistry(registry)) return attempt("https");
  try {
    return await attempt("https");
  } catch (error) {
    if (error instanceof RegistryError && isWithoutTls(error.cause)) return attempt("http");
    throw error;
  }
}

/** Sends a request, and on to where it is redirected if it only reads. */
async function sendOn(
  request: HttpRequest,
  send: (request: HttpRequest) => Promise<HttpAnswer>,
  hops = 0,
): Promise<HttpAnswer> {
  const answer = await send(request);
  const isRedirect = [301, 302, 303, 307, 308].includes(answer.status);
  if (!isRedirect || (request.method !== "GET" && request.method !== "HEAD")) return answer;
  const url = URL.parse(answer.headers.location ?? "", request.url.href);
  if (url === null || hops >= redirectLimit)
    throw new RegistryError("refused", "redirects that lead nowhere");
  return sendOn({ ...request, url }, send, hops + 1);
}

/** Refuses addresses that lead away from TLS, or to no web server at all. */
function refuseDowngrade(base: URL, url: URL): void {
  if (url.protocol === base.protocol || url.protocol === "https:") return;
  throw new RegistryError("refused", `an address that leads from ${base.protocol} to ${url.protocol}`);
}
