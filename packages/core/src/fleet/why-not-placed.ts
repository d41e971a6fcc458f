import type { WhyWaiting } from "../task/why-waiting.ts";
import { type PlacementOutcome, type PlacementState, placementOutcomes } from "./placement-state.ts";
import { type FreeHost, isFit } from "./place-tasks.ts";

/** Holds everything that decides why the job of a task on the fleet has no runner yet. */
export interface PlacingFacts {
  readonly now: Date;
  /** Since when GitHub has its job. */
  readonly since: Date;
  readonly arch?: string | undefined;
  /** Labels that its host needs. */
  readonly needs: readonly string[];
  readonly hosts: readonly (FreeHost & { readonly name: string })[];
  /** It is given to no host before. */
  readonly placeAfter?: Date | undefined;
  /** Its newest placement. */
  readonly placement?:
    | {
        readonly state: PlacementState;
        readonly host: string;
        readonly since: Date;
        readonly outcome?: PlacementOutcome | undefined;
        readonly message?: string | undefined;
        readonly isSettled: boolean;
      }
    | undefined;
}

/** Explains why the job of a task on the fleet, which GitHub has queued, does not begin. */
export function whyNotPlaced(facts: PlacingFacts): WhyWaiting {
  return whyUnderWay(facts) ?? whyPutOff(facts) ?? whyNoHost(facts);
}

function whyUnderWay({ placement }: PlacingFacts): WhyWaiting | undefined {
  if (placement === undefined) return undefined;
  const { state, host, since, isSettled } = placement;
  switch (state) {
    case "placed":
      return { kind: "placed", message: `host ${host} is to do it, and has not fetched it yet`, since };
    case "registering":
      return { kind: "registering", message: `GitHub is asked for a runner on host ${host}`, since };
    case "ordered":
    case "started":
      return { kind: "starting", message: `host ${host} starts the runner for it`, since };
    case "ended":
      return isSettled
        ? undefined
        : {
            kind: "settling",
            message: `host ${host} did not do it: ${wordsOf(placement)}; GitHub is asked whether its runner is gone`,
            since,
          };
  }
}

function whyPutOff({ now, placeAfter, placement }: PlacingFacts): WhyWaiting | undefined {
  if (placeAfter === undefined || placeAfter <= now) return undefined;
  const why = placement === undefined ? "" : `: ${wordsOf(placement)}`;
  const since = placement?.since ?? now;
  return {
    kind: "placing-pause",
    message: `it is given to a host again after a pause${why}`,
    since,
    until: placeAfter,
  };
}

function whyNoHost({ since, hosts, arch, needs }: PlacingFacts): WhyWaiting {
  const fit = hosts.filter((host) => isFit({ arch, needs }, host));
  const wanted = [arch, ...needs.map((label) => `the label ${label}`)].filter((word) => word !== undefined);
  if (fit.length === 0) {
    const which = wanted.length === 0 ? "" : ` with ${wanted.join(" and ")}`;
    const message = `no host of the fleet is there${which}; \`debootc orchestrator hosts add\` adds one`;
    return { kind: "no-host", message, since };
  }
  const enabled = fit.filter(({ state }) => state === "enabled");
  if (enabled.length === 0) {
    const message = `no host for it takes orders: ${named(fit.map(({ name, state }) => `${name} is ${state}`))}`;
    return { kind: "hosts-closed", message, since };
  }
  const alive = enabled.filter(({ isAlive }) => isAlive);
  if (alive.length === 0) {
    const message = `no host for it was heard of lately: ${named(enabled.map(({ name }) => name))}`;
    return { kind: "hosts-silent", message, since };
  }
  const free = alive.find(({ slots, busy }) => busy < slots);
  if (free === undefined) {
    const full = alive.map(({ name, slots, busy }) => `${name} has ${busy} of ${slots}`);
    return { kind: "hosts-full", message: `every host for it is full: ${named(full)}`, since };
  }
  return { kind: "turn", message: `host ${free.name} is free, and gets it in the next round`, since };
}

function wordsOf({ outcome, message }: NonNullable<PlacingFacts["placement"]>): string {
  return message ?? (outcome === undefined ? "it ended" : placementOutcomes[outcome]);
}

/** So many hosts are named; the others are counted. */
const mostNamed = 5;

function named(words: readonly string[]): string {
  const more = words.length > mostNamed ? ` and ${words.length - mostNamed} more` : "";
  return `${words.slice(0, mostNamed).join(", ")}${more}`;
}
