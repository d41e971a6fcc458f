import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Command, run } from "../run.ts";
import { hasSandboxFilter } from "./sandbox-filter.ts";

/** Calls that name files, or from which it follows where a process is; those with `?` some architectures lack. */
const calls = "%file,?getdents,getdents64,fchdir,clone,?clone3,unshare,setns";

/**
 * Wraps a command in a sandbox so that strace writes what it asks about files into a file, in the form that `tracedCalls`
 * of core reads. The sandbox ends with strace.
 */
export function tracedCommand(command: Command, file: string): Command {
  return {
    ...command,
    tool: "strace",
    args: [
      ...["--follow-forks", "--seccomp-bpf", "--quiet=all", "--decode-fds=path"],
      // Texts as hexadecimal digits, whole; nothing of structures.
      ...["--strings-in-hex=all", "--string-limit=4096", "--verbose=none", "--signal=none"],
      "--interruptible=waiting",
      ...[`--trace=${calls}`, `--output=${file}`, "--"],
      ...["setpriv", "--pdeathsig", "KILL", "--", command.tool, ...command.args],
    ],
  };
}

/**
 * Says why this machine cannot trace all that a sandboxed program asks about files; undefined if it can. Throws
 * `tool-missing`.
 */
export async function refusedTrace(signal: AbortSignal): Promise<string | undefined> {
  // Without the filter of the sandbox there are calls that no trace shows, such as those of io_uring.
  if (!hasSandboxFilter(process.arch)) return `system calls are not filtered on ${process.arch}`;
  const probe = tracedCommand({ tool: "true", args: [] }, "/dev/null");
  try {
    await run({ ...probe, signal });
    return undefined;
  } catch (error) {
    if (error instanceof DebootcError && error.code === "tool-failed") return error.message;
    throw error;
  }
}
