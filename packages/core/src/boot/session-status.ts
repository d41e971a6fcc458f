import type { ConsoleTrouble } from "./console-trouble.ts";

/** Describes a machine after the session in it has ended. */
export interface MachineAfterSession {
  /** Set if the machine ended in good order: not by a failure of what runs it, and not by the host. */
  readonly isOff: boolean;
  /** What its console announced, if it was a trouble. A machine that panics may end as one does that is switched off. */
  readonly trouble?: ConsoleTrouble | undefined;
}

/** Is how ssh ends when it has lost the connection. */
export const connectionLost = 255;

/** Returns the exit status of a session: that of ssh, but 0 if the machine closed it to switch itself off. */
export function sessionStatus(ssh: number, { isOff, trouble }: MachineAfterSession): number {
  return ssh === connectionLost && isOff && trouble === undefined ? 0 : ssh;
}
