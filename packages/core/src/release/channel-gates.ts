import type { HubChannel } from "../hub-file/hub-file.ts";
import { countOf } from "../text/amount.ts";
import { quoted } from "../text/quoted.ts";

/** Holds what the gates of a channel ask of a release. */
export interface GateFacts {
  readonly now: Date;
  readonly publishedAt: Date;
  /** The channels that it has been in. */
  readonly channels: ReadonlySet<string>;
  /** What its commit's check runs have come to, by name. */
  readonly checks: ReadonlyMap<string, string>;
}

/** Says why a gate does not let a release in, and when it will by itself. */
export interface ClosedGate {
  readonly reason: string;
  readonly opensAt?: Date;
}

/** Returns the gates of a channel that are closed for a release. */
export function closedGates(channel: HubChannel, facts: GateFacts): readonly ClosedGate[] {
  const { after, ageSeconds, checks } = channel;
  const opensAt = new Date(facts.publishedAt.getTime() + ageSeconds * 1000);
  return [
    ...(after === undefined || facts.channels.has(after)
      ? []
      : [{ reason: `it has not been in the channel ${quoted(after)}` }]),
    // Clocks of replicas differ: what need not be old may come from the future.
    ...(ageSeconds === 0 || opensAt <= facts.now
      ? []
      : [
          {
            reason: `it has to be ${countOf(ageSeconds, "second")} old, which it is at ${opensAt.toISOString()}`,
            opensAt,
          },
        ]),
    ...checks.flatMap((name) => {
      const conclusion = facts.checks.get(name);
      if (conclusion === "success") return [];
      const is = conclusion === undefined ? "there is none on its commit" : `it is ${conclusion}`;
      return [{ reason: `the check ${quoted(name)} has to succeed, and ${is}` }];
    }),
  ];
}

/** Is a move of a channel, as far as its history needs it. */
interface Move {
  readonly kind: "promote" | "rollback";
  readonly to: number;
}

/**
 * Returns the release that a channel goes back to: the one that was promoted before the present one. Going back twice goes two
 * releases back. Returns undefined if there is none.
 */
export function rollbackTarget(moves: readonly Move[]): number | undefined {
  const stack: number[] = [];
  for (const { kind, to } of moves) {
    if (kind === "promote") stack.push(to);
    else stack.pop();
  }
  return stack.at(-2);
}
