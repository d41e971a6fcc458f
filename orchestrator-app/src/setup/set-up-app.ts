import { DebootcError } from "@debootc/core/error/debootc-error";
import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readApp, writeApp } from "./app-files.ts";
import { appManifest } from "./app-manifest.ts";
import { convertCode } from "./convert-code.ts";
import { githubUrls, type GitHubUrls } from "./github-urls.ts";
import { donePage, setupPage, wrongPage } from "./setup-page.ts";

/** Says which App is registered, and where it is kept. */
export interface SetUp {
  readonly directory: string;
  readonly name: string;
  /** The address that GitHub delivers to. */
  readonly publicUrl: string;
  /** `https://github.com`, or the address of a GitHub Enterprise Server. */
  readonly githubUrl: string;
  /** The addresses themselves, for a GitHub that has others. */
  readonly github?: GitHubUrls;
  /** The organization that owns the App; whoever registers it, if absent. */
  readonly organization?: string;
  readonly isPublic: boolean;
  /** A free port if absent. */
  readonly port?: number;
  /** At least 128 random bits as text: what comes back without them is not answered. */
  readonly state: string;
  /** Is called with the address of the page to open. */
  readonly onReady: (url: string) => void;
  readonly signal?: AbortSignal;
}

/** Holds what was registered. */
export interface SetUpResult {
  readonly appId: number;
  readonly slug: string;
  /** The page on which the App is installed. */
  readonly installUrl: string;
}

/**
 * Registers the App by a page on this machine, which sends its manifest to GitHub and waits for the code that comes back.
 * Throws `state-conflict` if the data directory has an App, `hub-settings-invalid`, and `GitHubError`.
 */
export async function setUpApp(setUp: SetUp): Promise<SetUpResult> {
  const known = await readApp(setUp.directory);
  if (known !== undefined) {
    throw new DebootcError(
      "state-conflict",
      `${setUp.directory} has an App already: ${known.slug} (${known.appId})`,
      {
        hint: "Use it, or give another --data-dir; the keys of an App are changed on its page on GitHub.",
      },
    );
  }
  const github = setUp.github ?? githubUrls(setUp.githubUrl);
  const { promise, resolve, reject } = Promise.withResolvers<SetUpResult>();
  const server = createServer((request, response) => {
    void answer({ ...setUp, github }, request, response).then(
      (result) => result !== undefined && resolve(result),
      (error: unknown) => {
        respond(response, 502, wrongPage(error instanceof DebootcError ? error.message : "see the terminal"));
        reject(error);
      },
    );
  });
  const abort = () =>
    reject(
      new DebootcError("cancelled", "no App was registered: the set-up was ended before GitHub answered"),
    );
  setUp.signal?.addEventListener("abort", abort, { once: true });
  try {
    await new Promise<void>((listening, failed) => {
      server.once("error", failed);
      server.listen(setUp.port ?? 0, "127.0.0.1", listening);
    });
    setUp.onReady(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await promise;
  } finally {
    setUp.signal?.removeEventListener("abort", abort);
    // The answer with the last page is on its way.
    server.closeIdleConnections();
    await new Promise((closed) => server.close(closed));
  }
}

async function answer(
  setUp: SetUp & { readonly github: GitHubUrls },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<SetUpResult | undefined> {
  const port = (request.socket.address() as AddressInfo).port;
  const own = `127.0.0.1:${port}`;
  const url = new URL(request.url ?? "/", `http://${own}`);
  // Another name leads here only from a page that wants to read the answer.
  if (request.headers.host !== own || request.method !== "GET") {
    respond(response, 403, wrongPage(`Open http://${own}/.`));
    return undefined;
  }
  if (url.pathname === "/") {
    const redirectUrl = `http://${own}/registered`;
    respond(response, 200, setupPage(registrationUrl(setUp), appManifest({ ...setUp, redirectUrl })));
    return undefined;
  }
  const code = url.searchParams.get("code");
  if (url.pathname !== "/registered" || code === null) {
    respond(response, 404, wrongPage(`Open http://${own}/.`));
    return undefined;
  }
  if (!isEqual(url.searchParams.get("state") ?? "", setUp.state)) {
    respond(response, 403, wrongPage("This does not come from the page that was opened here. Begin again."));
    return undefined;
  }
  const { page, ...app } = await convertCode(setUp.github, code);
  await writeApp(setUp.directory, app);
  const installUrl = `${page}/installations/new`;
  respond(response, 200, donePage(installUrl));
  return { appId: app.appId, slug: app.slug, installUrl };
}

function registrationUrl({ github, organization, state }: SetUp & { readonly github: GitHubUrls }): string {
  const path =
    organization === undefined
      ? "/settings/apps/new"
      : `/organizations/${encodeURIComponent(organization)}/settings/apps/new`;
  return `${github.html}${path}?state=${encodeURIComponent(state)}`;
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function respond(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    connection: "close",
  });
  response.end(html);
}
