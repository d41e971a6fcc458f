import { setTimeout as sleep } from "node:timers/promises";
import { quoteCommand, run, runAttached } from "../run.ts";

/** Says how to get into a machine of this host, as root. */
export interface SshLogin {
  /** A port of 127.0.0.1. */
  readonly port: number;
  /** The file of the secret key. */
  readonly keyFile: string;
}

/** Returns the command by which a person logs in. The machine made its own key at its first boot, so nobody knows it. */
export function sshCommand(login: SshLogin): string {
  return quoteCommand({ tool: "ssh", args: [...sshOptions(login), "root@127.0.0.1"] });
}

/**
 * Waits until the machine takes a login, or has refused it three times. `isOver` ends the waiting. Returns whether it took
 * one, and otherwise whether it refused it, and what ssh said the last time. Throws `cancelled`, `tool-missing`.
 */
export async function awaitLogin(
  login: SshLogin,
  isOver: () => boolean,
  signal: AbortSignal,
): Promise<{ readonly works: boolean; readonly refused: boolean; readonly said: string }> {
  let said = "";
  let refusals = 0;
  // sshd starts after the key is in its place: it does not become right by waiting.
  while (refusals < mostRefusals && !isOver()) {
    const { exitCode, stderr } = await run({
      tool: "ssh",
      // What qemu forwards to is taken before the guest listens: only its greeting proves that it does.
      args: [
        ...explained,
        ...sshOptions(login),
        ...unattended,
        "-o",
        "ConnectTimeout=10",
        "root@127.0.0.1",
        "true",
      ],
      accept: "all",
      signal,
    });
    if (exitCode === 0) return { works: true, refused: false, said };
    said = lastWord(stderr);
    if (isRefusal(said)) refusals += 1;
    await sleep(1000, undefined, { signal });
  }
  return { works: false, refused: refusals >= mostRefusals, said };
}

const mostRefusals = 3;

/** Of the values of an option, the first counts. At the usual level, ssh does not say why it agrees on nothing with a server. */
const explained = ["-o", "LogLevel=INFO"];

function lastWord(text: string): string {
  const lines = text.split(/[\r\n]+/).filter((line) => line !== "" && !line.startsWith("Warning: "));
  return lines.at(-1) ?? "";
}

/** Tells what sshd decides from what passes: a connection that is closed early may be one of a system that still starts. */
function isRefusal(said: string): boolean {
  return /permission denied|unable to negotiate|host key verification failed|too many authentication failures/i.test(
    said,
  );
}

interface Wanted {
  /** A command and its arguments; a shell if empty. */
  readonly command: readonly string[];
  /** The descriptor of this process that its output goes to. */
  readonly output: number;
}

/** Opens a shell in the machine, or runs a command there, with the streams of this process. Returns its exit status. */
export async function openSession(
  login: SshLogin,
  { command, output }: Wanted,
  signal: AbortSignal,
): Promise<number> {
  const [tool, ...args] = command;
  // The shell of the guest reads what is behind the host as one text.
  const text = tool === undefined ? [] : ["--", quoteCommand({ tool, args })];
  return runAttached({
    tool: "ssh",
    args: [...sshOptions(login), ...unattended, "root@127.0.0.1", ...text],
    streams: [0, output, 2],
    signal,
  });
}

function sshOptions({ port, keyFile }: SshLogin): string[] {
  return [
    ...["-F", "none", "-p", `${port}`, "-i", keyFile, "-o", "IdentitiesOnly=yes"],
    ...["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"],
  ];
}

const unattended = ["-o", "BatchMode=yes", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"];
