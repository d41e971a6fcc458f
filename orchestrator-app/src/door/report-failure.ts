import { DebootcError } from "@debootc/core/error/debootc-error";
import { CommanderError } from "commander";

/** Writes what a program of the hub failed by for people, and returns its exit status. */
export function reportFailure(error: unknown, write: (text: string) => void): number {
  // Commander has written what there is to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof DebootcError)) {
    write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  write(`error: ${error.message}\n${error.hint === undefined ? "" : `hint: ${error.hint}\n`}`);
  return error.exitStatus;
}
