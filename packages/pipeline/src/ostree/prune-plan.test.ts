import type { LoggedCommit } from "@debootc/core/ostree/commit-log";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planPrune, type RefCommits } from "./prune-plan.ts";

const hourMs = 3_600_000;
const none = Infinity;

/** A commit made at an hour after 1970. */
function commit(checksum: string, hour: number, parent?: string): LoggedCommit {
  const timestamp = new Date(hour * hourMs).toISOString();
  return { checksum, subject: "", timestamp, ...(parent === undefined ? {} : { parent }) };
}

/** A ref with chains of commits, each from its newest commit to its oldest; the first chain begins with the head. */
function history(ref: string, chains: readonly (readonly number[])[]): RefCommits {
  const names = chains.map((chain, line) => chain.map((_, index) => `${ref}-${line}-${index}`));
  const [head = "", ...former] = names.map(([first = ""]) => first);
  return {
    ref,
    head,
    former: former.map((checksum, index) => ({ keptBy: `keeper:${ref}/${index}`, checksum })),
    commits: chains.flatMap((chain, line) =>
      chain.map((hour, index) => commit(names[line]?.[index] ?? "", hour, names[line]?.[index + 1])),
    ),
  };
}

const removedOf = (plan: ReturnType<typeof planPrune>) =>
  plan.refs.flatMap(({ removed }) => removed.map(({ checksum }) => checksum));

describe("the number to keep", () => {
  test("counts from the newest commit of each ref", () => {
    const plan = planPrune([history("a", [[3, 2, 1]]), history("b", [[3, 2]])], { keep: 2, youngest: none });

    expect(plan.refs.map(({ ref, kept }) => [ref, kept])).toEqual([
      ["a", 2],
      ["b", 2],
    ]);
    expect(removedOf(plan)).toEqual(["a-0-2"]);
    expect(plan.depth).toBe(1);
  });

  test("counts the commits that the ref named before like its ancestors, and drops the refs of the rest", () => {
    const plan = planPrune([history("a", [[4], [3], [2], [1]])], { keep: 2, youngest: none });

    expect(removedOf(plan)).toEqual(["a-2-0", "a-3-0"]);
    expect(plan.droppedRefs).toEqual(["keeper:a/1", "keeper:a/2"]);
  });

  test("leaves a repository alone that has no more", () => {
    const plan = planPrune([history("a", [[2, 1]])], { keep: 5, youngest: none });

    expect(removedOf(plan)).toEqual([]);
    expect(plan.droppedRefs).toEqual([]);
  });
});

describe("the time to keep", () => {
  test("keeps a commit of exactly that time, and none before", () => {
    const plan = planPrune([history("a", [[3, 2, 1]])], { keep: 1, youngest: 2 * hourMs });

    expect(removedOf(plan)).toEqual(["a-0-2"]);
  });
});

describe("the time to keep, where times do not fall from commit to commit,", () => {
  test("keeps a young commit behind an older one", () => {
    const plan = planPrune([history("a", [[9, 1, 8, 2]])], { keep: 1, youngest: 5 * hourMs });

    expect(removedOf(plan)).toEqual(["a-0-3"]);
    expect(plan.depth).toBe(2);
  });

  test("keeps a young ancestor of an old commit that the ref named before", () => {
    const plan = planPrune([history("a", [[9], [1, 8]])], { keep: 1, youngest: 5 * hourMs });

    expect(removedOf(plan)).toEqual([]);
    expect(plan.droppedRefs).toEqual([]);
  });
});

test("no ref has no depth", () => {
  expect(planPrune([], { keep: 5, youngest: none })).toEqual({ refs: [], droppedRefs: [], depth: 0 });
});

/** Histories of any times: whoever commits gives the time. */
const histories = fc
  .array(
    fc.array(fc.array(fc.integer({ min: 80, max: 100 }), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 4,
    }),
    { maxLength: 3 },
  )
  .map((refs) => refs.map((chains, index) => history(`ref-${index}`, chains)));

test("whatever is to be kept is kept, every head is, and each commit is either kept or removed", () => {
  fc.assert(
    fc.property(
      histories,
      fc.integer({ min: 1, max: 6 }),
      fc.oneof(
        fc.constant(none),
        fc.integer({ min: 80, max: 100 }).map((hour) => hour * hourMs),
      ),
      (given, keep, youngest) => {
        const plan = planPrune(given, { keep, youngest });
        const removed = new Set(removedOf(plan));
        for (const [at, { ref, head, commits, former }] of given.entries()) {
          const wanted = commits.filter(
            ({ timestamp }, index) => index < keep || Date.parse(timestamp) >= youngest,
          );
          expect(wanted.filter(({ checksum }) => removed.has(checksum))).toEqual([]);
          expect(removed.has(head)).toBe(false);
          const planned = plan.refs[at];
          expect(planned?.ref).toBe(ref);
          expect((planned?.kept ?? 0) + (planned?.removed.length ?? 0)).toBe(commits.length);
          const dropped = former.filter(({ keptBy }) => plan.droppedRefs.includes(keptBy));
          expect(dropped.filter(({ checksum }) => !removed.has(checksum))).toEqual([]);
        }
      },
    ),
  );
});
