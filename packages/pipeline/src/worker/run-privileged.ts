import { DebootcError } from "@debootc/core/error/debootc-error";
import { fromErrorRecord, toErrorRecord } from "@debootc/core/error/error-record";
import { run } from "@debootc/tools/run";
import type { Report } from "@debootc/core/event/event";
import { getCompileCacheDir } from "node:module";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import type { OperationContext } from "./operation-context.ts";
import type { Operation, WorkerNamespace } from "./operation.ts";
import { becomeRoot, kindOf, ownerFor } from "./privilege-kind.ts";
import {
  type WorkerAnswer,
  type WorkerMessage,
  type WorkerRequest,
  workerMessageSchema,
} from "./protocol.ts";

const workerMain = join(import.meta.dirname, "../worker-process/main.ts");

/** The user debootc works for, and how it may become root. */
export interface Privilege {
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Whether this process is root already; otherwise sudo is asked, or nobody. */
  readonly isRoot: boolean;
  /** Nobody is asked: the worker is root of a user namespace of its own, which is the user outside of it. */
  readonly userNamespace?: boolean;
}

/** Runs an operation as root in a process of its own, with a clean environment. Errors arrive as they were thrown there. `inherited` are descriptors of this process that it gets from 3 on; sudo closes them. */
export async function runPrivileged<Request, Result>(
  operation: Operation<Request, Result>,
  request: Request,
  privilege: Privilege,
  context: OperationContext,
  inherited: readonly number[] = [],
): Promise<Result> {
  const input = new PassThrough();
  const line: WorkerRequest = {
    operation: operation.name,
    request,
    owner: ownerFor(privilege),
    answers: context.ask !== undefined,
  };
  input.write(`${JSON.stringify(line)}\n`);

  const node = [...inNamespaces(operation.namespaces ?? []), process.execPath, workerMain];
  const [tool = "", ...args] = [...becomeRoot[kindOf(privilege)], ...node];
  let answer: WorkerMessage | undefined;
  // A user may not signal sudo; the worker ends by itself when its standard input does.
  const end = () => input.end();
  context.signal.addEventListener("abort", end, { once: true });
  try {
    await run({
      tool,
      args,
      input,
      env: kindOf(privilege) === "sudo" ? {} : compiledCode(),
      signal: context.signal,
      inherited,
      onLine: (text, stream) => {
        if (stream === "stderr") return context.log(text);
        const message = workerMessageSchema.parse(JSON.parse(text));
        if (message.type === "report") context.report(message.report as Report);
        else if (message.type === "log") context.log(message.line);
        else if (message.type === "ask") void answerTo(message, context).then((reply) => send(input, reply));
        else answer = message;
      },
    });
  } catch (error) {
    if (answer?.type === "error") throw fromErrorRecord(answer.error);
    throw error;
  } finally {
    context.signal.removeEventListener("abort", end);
    input.destroy();
  }
  if (answer?.type === "error") throw fromErrorRecord(answer.error);
  if (answer?.type !== "result") {
    throw new DebootcError(
      "internal-fault",
      `the privileged worker ended ${operation.name} without an answer`,
    );
  }
  return operation.result.parse(answer.result);
}

async function answerTo(
  { number, question }: Extract<WorkerMessage, { type: "ask" }>,
  { ask }: OperationContext,
): Promise<WorkerAnswer> {
  try {
    if (ask === undefined) throw new DebootcError("internal-fault", "nobody answers the worker's questions");
    return { question: number, answer: await ask(question) };
  } catch (error) {
    return { question: number, error: toErrorRecord(error) };
  }
}

/** A worker that has ended meanwhile hears nothing any more. */
function send(input: PassThrough, answer: WorkerAnswer): void {
  if (input.writable) input.write(`${JSON.stringify(answer)}\n`);
}

function inNamespaces(namespaces: readonly WorkerNamespace[]): string[] {
  const options = { mount: "--mount", network: "--net" };
  return namespaces.length === 0 ? [] : ["unshare", ...namespaces.map((name) => options[name]), "--"];
}

/** The worker starts in half the time. Never by sudo: root must neither trust nor fill what another user owns. */
function compiledCode(): Record<string, string> {
  const used = getCompileCacheDir();
  return used === undefined ? {} : { NODE_COMPILE_CACHE: dirname(used) };
}
