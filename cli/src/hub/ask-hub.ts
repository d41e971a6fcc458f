import { type ErrorCode, errorCodes } from "@debootc/core/error/codes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import { readFile } from "node:fs/promises";
import * as z from "zod";

interface Question {
  readonly method?: "GET" | "POST";
  /** Below `/api/v1`, such as `/runs`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Bounds how long a hub may take to answer. */
const patienceMs = 30_000;

/** Asks the API of a hub. Throws what the hub says, `hub-unreachable`, or `not-authenticated` without a key. */
export async function askHub<T>(access: HubAccess, schema: z.ZodType<T>, question: Question): Promise<T> {
  const { text } = await textFromHub(access, question);
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new DebootcError("hub-unreachable", `what answers at ${access.hub} is not a hub of this debootc`, {
    hint: `It said: ${text.slice(0, 200)}`,
  });
}

/** Asks for something that is not JSON, and returns it with the headers of the answer. Throws as `askHub` does. */
export async function textFromHub(
  access: HubAccess,
  question: Question,
): Promise<{ readonly text: string; readonly headers: Headers }> {
  const signal = AbortSignal.any([question.signal, AbortSignal.timeout(patienceMs)]);
  const response = await openAtHub(access, { ...question, signal });
  try {
    return { text: await response.text(), headers: response.headers };
  } catch (error) {
    throw unreachable(access, error, question.signal);
  }
}

/** Opens an answer that may go on for long; the signal ends it. Throws as `askHub` does. */
export async function openAtHub(access: HubAccess, question: Question): Promise<Response> {
  const { method = "GET", path, query = {}, body, signal } = question;
  const url = new URL(`/api/v1${path}`, access.hub);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const headers = {
    Authorization: `Bearer ${await keyOf(access)}`,
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    ...question.headers,
  };
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      // A hub that leads elsewhere would lead the key there.
      redirect: "error",
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    const answer = jsonOf(await response.text());
    throw failureOf(response.status, answer, access);
  } catch (error) {
    throw error instanceof DebootcError ? error : unreachable(access, error, signal);
  }
}

function unreachable(access: HubAccess, error: unknown, signal: AbortSignal): DebootcError {
  if (signal.aborted && (signal.reason as Error).name !== "TimeoutError") signal.throwIfAborted();
  return new DebootcError("hub-unreachable", `cannot reach the hub at ${access.hub}: ${reasonOf(error)}`, {
    hint: "Check --hub, and that `debootc orchestrator serve` runs there.",
    cause: error,
  });
}

/** Returns the key of a hub, from its file or DEBOOTC_HUB_KEY. Throws `not-authenticated` and `usage`. */
export async function keyOf({ keyFile }: HubAccess): Promise<string> {
  const given = keyFile === undefined ? process.env["DEBOOTC_HUB_KEY"] : await fileText(keyFile);
  const key = given?.trim() ?? "";
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new DebootcError(
    "not-authenticated",
    key === ""
      ? "no key of the hub was given"
      : "what was given as the key of the hub has other characters than a key",
    {
      hint: "Set DEBOOTC_HUB_KEY, or name a file by --key-file. The first start of a hub prints its first key.",
    },
  );
}

async function fileText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new DebootcError("usage", `cannot read the key file ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  const { cause, message, name } = error as Error;
  if (name === "TimeoutError") return `no answer within ${patienceMs / 1000} s`;
  const { code, message: detail } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? detail ?? message;
}

const problemSchema = z.object({ code: z.string(), detail: z.string(), hint: z.string().optional() });

function failureOf(status: number, answer: unknown, { hub }: HubAccess): DebootcError {
  const problem = problemSchema.safeParse(answer);
  if (!problem.success) {
    return new DebootcError("hub-unreachable", `what answers at ${hub} says ${status}, but is not a hub`);
  }
  const { code, detail, hint } = problem.data;
  // A newer hub may have failures that this debootc does not know.
  const known =
    code in errorCodes ? (code as ErrorCode) : status < 500 ? "request-invalid" : "internal-fault";
  return new DebootcError(known === "internal-fault" ? "hub-unreachable" : known, `the hub says: ${detail}`, {
    ...(hint === undefined ? {} : { hint }),
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
