import { DebootcError } from "@debootc/core/error/debootc-error";
import { explainNoSpace } from "@debootc/tools/files/writable";
import { createInterface } from "node:readline";
import { carryError } from "../worker/carried-error.ts";
import { giveTo } from "../worker/give-to.ts";
import { openQuestions } from "../worker/open-questions.ts";
import { operations } from "./operations.ts";
import { type WorkerMessage, workerRequestSchema } from "../worker/protocol.ts";

// The privileged worker: one request on standard input, messages on standard output, then it ends. What it asks in
// between is answered by further lines.
const abort = new AbortController();
// Roots are made and filled here; whoever started debootc may hide new files from others.
process.umask(0o022);
const questions = openQuestions((number, question) => write({ type: "ask", number, question }));
const lines = createInterface({ input: process.stdin });
lines.once("line", (line) => {
  lines.on("line", questions.settle);
  void answer(line);
});
// Whoever asked is gone: everything started here dies with this process.
lines.once("close", end);
process.once("SIGTERM", () => abort.abort());

async function answer(line: string): Promise<void> {
  try {
    const { operation: name, request, owner, answers } = workerRequestSchema.parse(JSON.parse(line));
    const load = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!load) throw new DebootcError("internal-fault", `the worker has no operation ${name}`);
    const operation = await load();
    const result = await operation.perform(request, {
      report: (report) => write({ type: "report", report }),
      log: (text) => write({ type: "log", line: text }),
      signal: abort.signal,
      ...(answers ? { ask: questions.ask } : {}),
    });
    for (const path of operation.results(request)) await giveTo(path, owner);
    write({ type: "result", result });
  } catch (error) {
    write({ type: "error", error: carryError(explainNoSpace(error)) });
    process.stdout.write("", end);
    return;
  }
  process.stdout.write("", () => process.exit(0));
}

/** Ends at once: `process.exit` waits for the threads of the pool, of which one may never come back. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}

function write(message: WorkerMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
