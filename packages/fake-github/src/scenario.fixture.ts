import { createSign } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type FakeGitHub, type FakeGitHubOptions, startFakeGitHub } from "./start-fake-github.ts";

/** Is a webhook as its receiver got it. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly event: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- payloads are read freely in tests
  readonly payload: any;
}

/** Receives webhooks, and answers as a test wants. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
  answer: (headers: IncomingHttpHeaders) => number | "never";
}

/** Starts a receiver of webhooks. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((content) => {
      const raw = content.toString();
      const type = String(request.headers["content-type"]);
      const text = type.includes("json") ? raw : (new URLSearchParams(raw).get("payload") ?? "");
      const event = String(request.headers["x-github-event"]);
      received.push({ headers: request.headers, raw, event, payload: JSON.parse(text) });
      const status = receiver.answer(request.headers);
      if (status !== "never") response.writeHead(status).end("heard");
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    received,
    answer: () => 202,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** Returns a JSON Web Token of an App. */
export function jwt(
  issuer: number | string,
  privateKey: string,
  now: number,
  claims: { iat?: number; exp?: number } = {},
): string {
  const seconds = Math.floor(now / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const payload = { iat: seconds - 30, exp: seconds + 500, iss: String(issuer), ...claims };
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part(payload)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`;
}

/** Is an answer of the API, read. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are read freely in tests
  readonly body: any;
}

/** Calls the API. */
export type Api = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<ApiAnswer>;

/** Returns a caller of the API with a token. */
export function apiOf(github: FakeGitHub, token?: string): Api {
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(path.startsWith("http") ? path : github.url + path, {
      method,
      redirect: "manual",
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined
        ? {}
        : { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  };
}

/** Is a workflow with a matrix as its input. */
export const buildWorkflow = `name: Build
on:
  workflow_dispatch:
    inputs:
      matrix: {required: true}
      mode: {default: fast}
jobs: {}
`;

/** Permissions of an App that builds. */
export const permissions = {
  actions: "write",
  administration: "write",
  checks: "write",
  contents: "write",
  issues: "write",
  pull_requests: "write",
};

const events = [
  ...["push", "pull_request", "issue_comment", "workflow_job", "workflow_run", "workflow_dispatch"],
  ...["check_run", "check_suite", "repository", "release"],
];

/** Starts GitHub with an organization, a repository that has a workflow, and an App that is installed. */
export async function startScenario(options: FakeGitHubOptions = {}) {
  const github = await startFakeGitHub(options);
  const receiver = await startReceiver();
  const { app, privateKey } = github.createApp({
    ...{ name: "Builder", permissions, events },
    hook: { url: receiver.url, secret: "hook secret" },
  });
  const repository = github.createRepository({
    ...{ name: "octo/images", ownerType: "Organization" },
    collaborators: { mona: "write", guest: "read" },
  });
  const installation = github.installApp(app, "octo");
  const sha = github.push(repository, {
    author: "mona",
    files: { ".github/workflows/build.yml": buildWorkflow, "README.md": "# Images\n" },
  });
  const asApp = apiOf(github, jwt(app.id, privateKey, github.now()));
  const { body } = await asApp("POST", `/app/installations/${installation.id}/access_tokens`);
  await github.settled();
  return {
    ...{ github, receiver, app, privateKey, repository, installation, sha, asApp },
    api: apiOf(github, body.token),
    token: String(body.token),
    [Symbol.asyncDispose]: async () => {
      await receiver[Symbol.asyncDispose]();
      await github.close();
    },
  };
}

/** Returns the inputs of a dispatch with so many legs, each with a label of its own. */
export function legs(...labels: readonly string[]) {
  return { matrix: JSON.stringify(labels.map((runsOn, index) => ({ variant: `v${index}`, runsOn }))) };
}
