import { legText } from "../compose/leg-name.ts";
import { DebootcError } from "../error/debootc-error.ts";
import type { TaskKind } from "../task/task-kind.ts";
import { countOf } from "../text/amount.ts";
import type { HubFile } from "./hub-file.ts";
import { matchesPatterns } from "./matches-patterns.ts";
import { packageOrder } from "./package-order.ts";

/** Describes a leg that a run composes. */
export interface LegOfRun {
  readonly variant: string;
  readonly architecture: string;
  readonly runsOn: readonly string[];
  readonly required: boolean;
}

/** Describes one task of a run before it has a number. */
export interface TaskOfRun {
  readonly kind: TaskKind;
  readonly name: string;
  readonly variant?: string;
  readonly arch?: string;
  /** Labels of a runner; of a task on the fleet, those that a host needs. */
  readonly runsOn: readonly string[];
  /** Whether a host of the fleet does it, by a runner that the hub makes for it alone. */
  readonly onFleet: boolean;
  readonly required: boolean;
  readonly maxAttempts: number;
  readonly timeoutSeconds: number;
  /** Positions in the list of the tasks that it needs; each is lower than its own. */
  readonly needs: readonly number[];
}

/** Bounds the tasks of a run, of which each leg waits for all packages of its architecture. */
export const mostTasksOfRun = 1000;

/**
 * Returns the tasks of a run in an order in which whatever is needed comes first: packages, legs, assemble, release. Throws
 * `run-too-large`.
 */
export function runPlanOf(
  hubFile: HubFile,
  legs: readonly LegOfRun[],
  { isRelease }: { readonly isRelease: boolean },
): readonly TaskOfRun[] {
  refuseTooMany(hubFile, legs);
  const packages = packageTasks(hubFile, legs);
  const composed = legs.map((leg) => legTask(hubFile, leg, packages));
  const before = [...packages, ...composed];
  const ofLegs = composed.map((_, index) => packages.length + index);
  // One leg is a whole compose.
  const joined = legs.length > 1 ? [lateTask(hubFile, "assemble", ofLegs)] : [];
  const last = legs.length > 1 ? [before.length] : ofLegs;
  return [...before, ...joined, ...(isRelease ? [lateTask(hubFile, "release", last)] : [])];
}

function refuseTooMany({ packages }: HubFile, legs: readonly LegOfRun[]): void {
  const ofLegs = new Set(legs.map(({ architecture }) => architecture)).size;
  const builds = packages.reduce((sum, { arches }) => sum + (arches?.length ?? ofLegs), 0);
  if (builds + legs.length <= mostTasksOfRun) return;
  throw new DebootcError(
    "run-too-large",
    `the run has ${countOf(builds, "package build")} and ${countOf(legs.length, "leg")}; allowed are ${mostTasksOfRun} together`,
    { hint: "Divide the packages or variants among several repositories." },
  );
}

/** Returns whether a run of this ref ends in a release. A pull request never does. */
export function leadsToRelease({ release }: HubFile, cause: string, ref: string): boolean {
  if (ref.startsWith("refs/tags/")) return matchesPatterns(release.tags, ref.slice("refs/tags/".length));
  const isOfBranch = cause === "push" || cause === "schedule" || cause === "archive" || cause === "api";
  if (!isOfBranch || !ref.startsWith("refs/heads/")) return false;
  return matchesPatterns(release.branches, ref.slice("refs/heads/".length));
}

function packageTasks(hubFile: HubFile, legs: readonly LegOfRun[]): TaskOfRun[] {
  const ofLegs = [...new Set(legs.map(({ architecture }) => architecture))];
  const tasks: TaskOfRun[] = [];
  const places = new Map<string, Map<string, number>>();
  const { order } = packageOrder(hubFile.packages);
  for (const one of order.flatMap((index) => hubFile.packages[index] ?? [])) {
    const { source, arches = ofLegs, needs, required } = one;
    const own = places.get(source) ?? new Map<string, number>();
    for (const arch of arches) {
      own.set(arch, tasks.length);
      tasks.push({
        kind: "package",
        name: `${source}/${arch}`,
        arch,
        ...placeOf(hubFile, arch, defaultRunner),
        required,
        maxAttempts: hubFile.attempts,
        timeoutSeconds: hubFile.timeoutSeconds.package,
        needs: needs.flatMap((need) => placeFor(arch, places.get(need))).toSorted((a, b) => a - b),
      });
    }
    places.set(source, own);
  }
  return tasks;
}

/** What is built for other architectures only can serve all of them by what is for none: the first one is enough. */
function placeFor(arch: string, built: ReadonlyMap<string, number> = new Map()): readonly number[] {
  const place = built.get(arch) ?? built.values().next().value;
  return place === undefined ? [] : [place];
}

const defaultRunner = ["ubuntu-latest"];

/** The labels of the runners that GitHub or a repository has mean nothing to hosts of the fleet. */
function placeOf(
  { fleet, runners }: HubFile,
  name: string,
  otherwise: readonly string[],
): Pick<TaskOfRun, "runsOn" | "onFleet"> {
  return { runsOn: runners.get(name) ?? (fleet ? [] : otherwise), onFleet: fleet };
}

function legTask(hubFile: HubFile, leg: LegOfRun, packages: readonly TaskOfRun[]): TaskOfRun {
  return {
    kind: "leg",
    name: legText(leg),
    variant: leg.variant,
    arch: leg.architecture,
    ...placeOf(hubFile, leg.architecture, leg.runsOn),
    required: leg.required,
    maxAttempts: hubFile.attempts,
    timeoutSeconds: hubFile.timeoutSeconds.leg,
    needs: packages.flatMap(({ arch }, index) => (arch === leg.architecture ? [index] : [])),
  };
}

function lateTask(hubFile: HubFile, kind: "assemble" | "release", needs: readonly number[]): TaskOfRun {
  return {
    kind,
    name: kind,
    ...placeOf(hubFile, "assemble", defaultRunner),
    // The hub makes releases itself: no host takes part in them.
    ...(kind === "release" ? { onFleet: false } : {}),
    required: true,
    maxAttempts: hubFile.attempts,
    timeoutSeconds: hubFile.timeoutSeconds[kind],
    needs,
  };
}
