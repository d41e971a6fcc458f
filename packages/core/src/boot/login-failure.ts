import { DebootcError } from "../error/debootc-error.ts";
import type { GuestStory } from "./guest-story.ts";

/** Says how ssh was answered. */
export interface LoginAnswer {
  /** Set if waiting for longer changes nothing. */
  readonly refused: boolean;
  /** The last word of ssh. */
  readonly said: string;
}

/** Explains why nobody could log in to a machine by ssh. */
export function loginFailure(
  { ending, trouble, lastLines, patience }: GuestStory,
  { refused, said }: LoginAnswer,
  logFile: string,
): DebootcError {
  const tail = lastLines.slice(-12).map((line) => `\n  ${line}`);
  const console = tail.length === 0 ? "; its console stayed empty" : tail.join("");
  const reasons = {
    off: "the machine switched itself off before it took a login by ssh",
    trouble: `the system did not boot: ${trouble?.what ?? "its console reports a trouble"}`,
    silent: `the machine takes no login by ssh, and was silent for ${patience.silence} s`,
    "timed-out": `the machine took no login by ssh within ${patience.total} s`,
    "not-off": "the machine is still on",
  };
  const what = refused ? "the machine refused the login by ssh" : reasons[ending];
  const advice = refused
    ? /permission denied/i.test(said)
      ? "Its sshd refuses root or the key: look for PermitRootLogin and AuthorizedKeysFile in its sshd_config."
      : "Its sshd and the ssh of this machine do not agree: look for algorithms and limits in its sshd_config."
    : (trouble?.hint ??
      "Look whether its network is configured and sshd runs: without --ssh, you get its console. --timeout allows more time.");
  const answer = said === "" ? "" : ` (ssh: ${said})`;
  return new DebootcError("boot-failed", `${what}${answer}${console}`, {
    hint: `${advice} The whole console is in ${logFile}`,
  });
}
