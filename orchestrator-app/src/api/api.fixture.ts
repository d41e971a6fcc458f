import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { randomBytes } from "node:crypto";
import { noRegistries } from "../channels/no-registries.fixture.ts";
import type { Database } from "../database/database.ts";
import { createKey } from "../keys/api-keys.ts";
import { start } from "../runs/scene.fixture.ts";
import { LogBatcher } from "../task-log/log-batcher.ts";
import { logCounters } from "../task-log/log-counters.ts";
import { diskStorage } from "../storage/disk-storage.ts";
import type { ApiDependencies, StreamLimits } from "./frame/api-dependencies.ts";
import { createApi } from "./create-api.ts";

/** Holds an API and a key of it; each answer is held against the document of the API. */
export interface TestedApi {
  readonly app: ReturnType<typeof createApi>;
  readonly key: string;
  readonly document: Described;
  readonly faults: unknown[];
  readonly stop: () => void;
  /** Asks with the key, and returns status, body and headers. */
  readonly ask: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  readonly get: (path: string) => Promise<Answer>;
}

interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of all kinds
  readonly body: any;
  readonly headers: Headers;
}

/** Serves the API over a database, with a clock that stands still unless another one is given. */
export async function testedApi(
  database: Database,
  changes: Partial<Omit<ApiDependencies, "streams">> & { readonly streams?: Partial<StreamLimits> } = {},
): Promise<TestedApi> {
  const stopping = new AbortController();
  const faults: unknown[] = [];
  const batcher = new LogBatcher({ database, clock: () => start, counters: logCounters() });
  const app = createApi({
    database,
    clock: () => start,
    randomBytes,
    mostActive: 100,
    commitAt: async () => undefined,
    checksOf: async () => new Map(),
    registries: noRegistries,
    storage: diskStorage({ directory: "/nonexistent", randomWord: () => "w" }),
    logFault: (_, error) => void faults.push(error),
    signal: stopping.signal,
    fleet: { nextOrder: async () => undefined, wake: () => {} },
    appendLog: (piece) => batcher.add(piece),
    githubPages: () => "https://github.example",
    ...changes,
    metrics: async () => "up 1\n",
    streams: { most: 3, pollMs: 20, heartbeatMs: 60, lingerMs: 0, ...changes.streams },
  });
  const { text: key } = await createKey(database.queries, { name: "test", now: start, randomBytes });
  const authorization = { Authorization: `Bearer ${key}` };
  const described = (await (
    await app.request("/openapi.json", { headers: authorization })
  ).json()) as Described;
  const check = answerCheck(described);
  const ask: TestedApi["ask"] = async (method, path, body, headers = {}) => {
    const response = await app.request(path, {
      method,
      headers: {
        ...authorization,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: bodyOf(body) }),
    });
    const text = await response.text();
    const type = response.headers.get("Content-Type") ?? "";
    const parsed: unknown = /json/.test(type) ? JSON.parse(text) : text;
    check(method, path, { status: response.status, type, body: parsed });
    return { status: response.status, body: parsed, headers: response.headers };
  };
  return {
    app,
    key,
    document: described,
    faults,
    stop: () => stopping.abort(),
    ask,
    get: (path) => ask("GET", path),
  };
}

function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return typeof body === "string" ? body : JSON.stringify(body);
}

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses }>>>>;
}
type Responses = Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;

interface Given {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** Returns a check that throws for an answer that the document does not describe. */
function answerCheck(described: Described): (method: string, path: string, given: Given) => void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(described, "api");
  const routes = Object.keys(described.paths).map((path) => ({
    path,
    form: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`),
  }));
  return (method, path, { status, type, body }) => {
    const route = routes.find(({ form }) => form.test(path.split("?")[0] ?? ""));
    const responses = route && described.paths[route.path]?.[method.toLowerCase()]?.responses;
    // What is no route answers with a problem, as routes do.
    const keys = responses === undefined ? ["4XX"] : [String(status), `${Math.floor(status / 100)}XX`];
    const from = responses ?? described.paths["/api/v1/runs"]?.["get"]?.responses ?? {};
    const known = keys.find((key) => key in from);
    const media = type.split(";")[0] ?? "";
    if (known === undefined || from[known]?.content?.[media] === undefined) {
      throw new Error(`${method} ${path} answers ${status} ${type}, which its document does not have`);
    }
    const place = [
      "paths",
      responses === undefined ? "/api/v1/runs" : (route?.path ?? ""),
      responses === undefined ? "get" : method.toLowerCase(),
      "responses",
      known,
      "content",
      media,
      "schema",
    ];
    const pointer = place.map((word) => encodeURIComponent(word.replaceAll("~", "~0").replaceAll("/", "~1")));
    const validate = ajv.getSchema(`api#/${pointer.join("/")}`) as ValidateFunction | undefined;
    if (validate === undefined) throw new Error(`${method} ${path}: no schema at ${pointer.join("/")}`);
    if (!validate(body)) {
      throw new Error(
        `${method} ${path} answers ${status} with ${JSON.stringify(body)}: ${ajv.errorsText(validate.errors)}`,
      );
    }
  };
}
