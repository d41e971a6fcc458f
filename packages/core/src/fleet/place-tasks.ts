/** Describes an attempt at a task that waits for a host. */
export interface WaitingTask {
  readonly label: string;
  /** Debian's name of the architecture that it is for; absent if any host will do. */
  readonly arch?: string | undefined;
  /** Labels that its host needs. */
  readonly needs: readonly string[];
  /** -100 to 100; higher comes first. */
  readonly priority: number;
  readonly waitsSince: Date;
  /** Hosts on which an earlier try at it has ended. */
  readonly triedOn?: readonly number[] | undefined;
  /** How many of the things that it took from a cache before are in the caches of hosts, by their ids. */
  readonly warmOn?: ReadonlyMap<number, number> | undefined;
}

/** Describes a host as far as it decides what it gets. */
export interface FreeHost {
  readonly id: number;
  readonly state: "enabled" | "draining" | "disabled" | "removed";
  /** Whether its agent has a session and was heard of lately. */
  readonly isAlive: boolean;
  /** The first is its own, the others are emulated. */
  readonly arches: readonly string[];
  readonly labels: readonly string[];
  readonly slots: number;
  /** How many orders it has. */
  readonly busy: number;
}

/** Pairs an attempt with the host that gets it. */
export interface Pairing<T extends WaitingTask> {
  readonly task: T;
  readonly host: number;
}

/**
 * Gives tasks to hosts: by priority, then the one that has waited longer; each to a host that has not tried it yet if one is
 * free, then to one that has its architecture as its own, then to the one whose caches have most of what it takes, then to the
 * one with most free slots. However the tasks and hosts are listed, the pairs are the same.
 */
export function placeTasks<T extends WaitingTask>(
  tasks: readonly T[],
  hosts: readonly FreeHost[],
): readonly Pairing<T>[] {
  const free = hosts
    .filter((host) => host.state === "enabled" && host.isAlive)
    .map((host) => ({ host, left: host.slots - host.busy }))
    .filter(({ left }) => left > 0);
  let left = free.reduce((sum, one) => sum + one.left, 0);
  const pairs: Pairing<T>[] = [];
  for (const task of tasks.toSorted(byTurn)) {
    if (left === 0) break;
    const best = bestFor(task, free);
    if (best === undefined) continue;
    best.left -= 1;
    left -= 1;
    pairs.push({ task, host: best.host.id });
  }
  return pairs;
}

/** Returns whether a host could do a task if it had a free slot and took orders. */
export function isFit({ arch, needs }: Pick<WaitingTask, "arch" | "needs">, host: FreeHost): boolean {
  return (
    (arch === undefined || host.arches.includes(arch)) && needs.every((label) => host.labels.includes(label))
  );
}

function byTurn(a: WaitingTask, b: WaitingTask): number {
  return (
    b.priority - a.priority ||
    a.waitsSince.getTime() - b.waitsSince.getTime() ||
    (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)
  );
}

interface Candidate {
  readonly host: FreeHost;
  left: number;
}

function bestFor(task: WaitingTask, candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) {
    if (candidate.left === 0 || !isFit(task, candidate.host)) continue;
    if (best === undefined || isBetter(task, candidate, best)) best = candidate;
  }
  return best;
}

function isBetter({ arch, triedOn = [], warmOn }: WaitingTask, one: Candidate, other: Candidate): boolean {
  const [tried, otherTried] = [triedOn.includes(one.host.id), triedOn.includes(other.host.id)];
  if (tried !== otherTried) return otherTried;
  const [own, others] = [isOwn(arch, one.host), isOwn(arch, other.host)];
  if (own !== others) return own;
  const warmer = (warmOn?.get(one.host.id) ?? 0) - (warmOn?.get(other.host.id) ?? 0);
  if (warmer !== 0) return warmer > 0;
  return one.left !== other.left ? one.left > other.left : one.host.id < other.host.id;
}

function isOwn(arch: string | undefined, { arches }: FreeHost): boolean {
  return arch === undefined || arches[0] === arch;
}
