const turns = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Does work on something of an owner when all earlier work on the same has ended, however it ended. Two legs of a compose
 * may want the same root: the second then finds what the first has made.
 */
export async function inTurn<Result>(
  owner: object,
  what: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const queue = turns.get(owner) ?? new Map<string, Promise<unknown>>();
  turns.set(owner, queue);
  const before = queue.get(what) ?? Promise.resolve();
  const mine = before.then(work, work);
  queue.set(what, mine);
  try {
    return await mine;
  } finally {
    if (queue.get(what) === mine) queue.delete(what);
  }
}
