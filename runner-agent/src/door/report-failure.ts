import { DebootcError } from "@debootc/core/error/debootc-error";

/** Writes what the agent failed by for people, and returns its exit status. */
export function reportFailure(error: unknown, write: (text: string) => void): number {
  if (!(error instanceof DebootcError)) {
    write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  write(`error: ${error.message}\n${error.hint === undefined ? "" : `hint: ${error.hint}\n`}`);
  return error.exitStatus;
}
