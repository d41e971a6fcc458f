/** Describes a task that could be assigned now. */
export interface Candidate {
  readonly id: number;
  /** Shares are fair between these. */
  readonly repositoryId: number;
  /** -100 to 100; higher comes first. */
  readonly priority: number;
  readonly freeSince: Date;
}

interface Choice {
  /** How many may be chosen. */
  readonly most: number;
  readonly now: Date;
  /** How many tasks of each repository are under way. */
  readonly active: ReadonlyMap<number, number>;
}

/** Says how long a task has to wait, in seconds, to come before one whose priority is higher by one. */
export const ageingSeconds = 60;

/** Says how many points of priority each task of a repository costs its next one, so that none takes all places. */
export const sharePoints = 5;

/**
 * Chooses which tasks are assigned, and in which order: by priority, which grows while a task waits and shrinks with what
 * its repository has under way. The same candidates are chosen in the same order, however they are listed.
 */
export function chooseTasks<T extends Candidate>(candidates: readonly T[], choice: Choice): readonly T[] {
  const queues = queuesOf(candidates, choice.now);
  const active = new Map(choice.active);
  const chosen: T[] = [];
  while (chosen.length < choice.most) {
    let best: { queue: Ranked<T>[]; rank: number; id: number; repository: number } | undefined;
    for (const [repository, queue] of queues) {
      const first = queue.at(-1);
      if (first === undefined) continue;
      const rank = first.rank - sharePoints * (active.get(repository) ?? 0);
      if (best === undefined || rank > best.rank || (rank === best.rank && first.task.id < best.id)) {
        best = { queue, rank, id: first.task.id, repository };
      }
    }
    const taken = best?.queue.pop();
    if (best === undefined || taken === undefined) break;
    active.set(best.repository, (active.get(best.repository) ?? 0) + 1);
    chosen.push(taken.task);
  }
  return chosen;
}

interface Ranked<T> {
  readonly task: T;
  readonly rank: number;
}

/** Returns the tasks of each repository, the first of them at the end. */
function queuesOf<T extends Candidate>(candidates: readonly T[], now: Date): Map<number, Ranked<T>[]> {
  const queues = new Map<number, Ranked<T>[]>();
  for (const task of candidates) {
    const waited = Math.max(0, now.getTime() - task.freeSince.getTime()) / 1000;
    const ranked = { task, rank: task.priority + waited / ageingSeconds };
    const queue = queues.get(task.repositoryId);
    if (queue === undefined) queues.set(task.repositoryId, [ranked]);
    else queue.push(ranked);
  }
  for (const queue of queues.values()) queue.sort((a, b) => a.rank - b.rank || b.task.id - a.task.id);
  return queues;
}
