import { DebootcError } from "@debootc/core/error/debootc-error";
import { PassThrough } from "node:stream";
import { runStream } from "../run.ts";

const taken = 60;
const patientCat = ["env", "--ignore-signal=HUP,INT,TERM", "cat"];

/**
 * Holds a kernel lock on a file until it is disposed of, or until debootc ends, however it ends. Throws the error of
 * `inUse` at once if another process holds it.
 */
export async function lockFile(path: string, inUse: () => DebootcError): Promise<AsyncDisposable> {
  // A child process holds the lock, so the kernel ends both together. It answers once it has the lock and lives as long
  // as its input is open, also if a terminal or systemd sends a signal to debootc with all its children: debootc still
  // has something to finish then, which the lock protects.
  const input = new PassThrough();
  const holder = runStream({
    tool: "flock",
    args: ["--no-fork", "--nonblock", "--conflict-exit-code", String(taken), path, ...patientCat],
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
  // Throws if flock could not even start, and says why.
  await release();
  throw inUse();
}
