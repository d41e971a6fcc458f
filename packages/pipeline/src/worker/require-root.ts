import { isatty } from "node:tty";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { findTool } from "@debootc/tools/find-tool";
import { run, runAttached } from "@debootc/tools/run";
import { lastWords } from "@debootc/tools/tool-error";

/** Says how this process may ask sudo; replaced in tests. */
export interface Asking {
  readonly isRoot: boolean;
  readonly hasSudo: () => Promise<boolean>;
  /** Returns why sudo does not work without a password; undefined when it does. */
  readonly refusal: () => Promise<string | undefined>;
  /** Lets sudo ask at the terminal, and returns whether it then works; undefined where there is no terminal. */
  readonly askPassword: (() => Promise<boolean>) | undefined;
}

/**
 * Makes sure that this process can become root, before anything is downloaded or built: by being root, or by sudo, which asks
 * for its password now rather than in the middle. Throws `isolation-unavailable` with what to do.
 */
export async function requireRoot(what: string, asking: Asking = askingHere()): Promise<void> {
  if (asking.isRoot) return;
  if (!(await asking.hasSudo())) throw rootless(what, "it was started by a user, and sudo is not installed");
  const refusal = await asking.refusal();
  if (refusal === undefined) return;
  if (asking.askPassword === undefined)
    throw rootless(what, `sudo refuses, and there is no terminal to ask at: ${refusal}`);
  if (!(await asking.askPassword())) throw rootless(what, "sudo refuses");
}

function rootless(what: string, reason: string): DebootcError {
  return new DebootcError("isolation-unavailable", `${what} needs root: ${reason}`, {
    hint: "Run it as root. Or let root give you sudo, and log in again: apt install sudo && adduser YOU sudo. Where nobody can type a password, a rule with NOPASSWD in /etc/sudoers.d helps.",
  });
}

function askingHere(): Asking {
  return {
    isRoot: process.getuid?.() === 0,
    hasSudo: async () => (await findTool("sudo")) !== undefined,
    refusal: async () => {
      try {
        await run({ tool: "sudo", args: ["--non-interactive", "--", "true"], timeoutSeconds: 30 });
        return undefined;
      } catch (error) {
        return lastWords(error);
      }
    },
    askPassword: isatty(0) && isatty(2) ? validate : undefined,
  };
}

async function validate(): Promise<boolean> {
  return (await runAttached({ tool: "sudo", args: ["--validate"], streams: [0, 2, 2] })) === 0;
}
