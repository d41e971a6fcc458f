import { errorCodes } from "@debootc/core/error/codes";
import { hasErrno } from "@debootc/tools/errno";
import type { Screen } from "./screen/screen.ts";

/**
 * Returns the exit status of a command whose standard output failed, and says so. What the command did is done; a reader
 * that has gone, as `head` does, wanted no more of it. Any other failure has lost a result that somebody asked for.
 */
export function statusOfLostOutput(status: number, failure: Error | undefined, stderr: Screen): number {
  if (failure === undefined || hasErrno(failure, "EPIPE")) return status;
  const { style } = stderr;
  const reason = hasErrno(failure, "ENOSPC") ? "no space is left on it" : failure.message;
  stderr.write(
    `${style.bad("debootc:")} standard output cannot be written: ${reason}\n${style.accent("hint:")} The command has ${status === 0 ? "done its work" : "failed as well"}; give it an output that takes what it prints, and run it again.\n`,
  );
  return status === 0 ? errorCodes["results-unwritable"].exit : status;
}
