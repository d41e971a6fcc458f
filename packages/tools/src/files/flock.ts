import { DebootcError } from "@debootc/core/error/debootc-error";
import { PassThrough } from "node:stream";
import { runStream } from "../run.ts";

const taken = 60;

/**
 * Holds a lock of the kernel on a file until it is disposed of; it ends with debootc, however that ends. Throws
 * `in-use` at once when another process has it.
 */
export async function lockFile(path: string, inUse: () => DebootcError): Promise<AsyncDisposable> {
  // The lock is that of a child, the kernel ends both together: it answers once it has it, and lives as long as its input.
  const input = new PassThrough();
  const holder = runStream({
    tool: "flock",
    args: ["--no-fork", "--nonblock", "--conflict-exit-code", String(taken), path, "cat"],
    input,
    accept: [0, taken],
  });
  input.write("held\n");
  const answer = await new Promise<string>((resolve) => {
    holder.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    holder.stdout.once("end", () => resolve(""));
  });
  const release = async () => {
    input.end();
    holder.stdout.resume();
    await holder.done;
  };
  if (answer !== "") return { [Symbol.asyncDispose]: release };
  // It could not even begin, and says why.
  await release();
  throw inUse();
}
