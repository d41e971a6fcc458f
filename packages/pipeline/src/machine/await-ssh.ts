import {
  type GuestPatience,
  type GuestSigns,
  reasonToEnd,
  usualPatience,
} from "@debootc/core/boot/guest-ending";
import { loginFailure } from "@debootc/core/boot/login-failure";
import type { Running } from "@debootc/tools/run";
import { awaitLogin, type SshLogin } from "@debootc/tools/vm/ssh-login";
import type { Reporter } from "@debootc/core/event/event";
import { GuestObserver } from "../boot/guest-observer.ts";

interface Waiting {
  readonly login: SshLogin;
  readonly timeoutSeconds: number;
  /** The guest's console. */
  readonly logFile: string;
  readonly report: Reporter;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
}

/**
 * Waits until a running machine takes a login by ssh, and reports its console meanwhile. What it says later is still read,
 * so that it never waits for a reader. Returns the signs of the machine, which follow its console to its end. Throws
 * `boot-failed` if it takes none, `cancelled`.
 */
export async function awaitSsh(machine: Running, waiting: Waiting): Promise<() => GuestSigns> {
  const { login, timeoutSeconds, logFile, report, signal, clock } = waiting;
  const now = () => clock().getTime() / 1000;
  let heard = true;
  const observer = new GuestObserver((said) => heard && report(said), now);
  // A console may be silent although the system starts: nothing but a login counts, and a limit that the user gave.
  const patience: GuestPatience = {
    ...usualPatience,
    total: timeoutSeconds,
    silence: Number.POSITIVE_INFINITY,
  };
  let off = false;
  const reading = (async () => {
    for await (const piece of machine.stdout) observer.hearConsole(piece as Uint8Array);
    off = true;
  })();
  reading.catch(() => {});

  const ending = () => (off ? "off" : reasonToEnd(observer.signs, patience, now()));
  const { works, ...answer } = await awaitLogin(login, () => ending() !== undefined, signal);
  heard = false;
  if (works) return () => observer.signs;
  const reason = ending() ?? "timed-out";
  // If it has ended, it may be because qemu could not even start.
  if (reason === "off") await machine.done;
  throw loginFailure(observer.story(reason, patience), answer, logFile);
}
