/** Returns the candidate that a mistyped word most likely meant, if one is close enough: of two, the one that begins like it. */
export function closestWord(word: string, candidates: Iterable<string>): string | undefined {
  const limit = [2, 4, 8].filter((length) => word.length > length).length;
  let best: string | undefined;
  let bestDistance = limit + 1;
  let bestStart = -1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(normal(word), normal(candidate));
    const start = commonStart(word, candidate);
    if (distance < bestDistance || (distance === bestDistance && start > bestStart))
      [best, bestDistance, bestStart] = [candidate, distance, start];
  }
  return bestDistance > limit ? undefined : best;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

// `exclude_packages`, `Packages` and `defaultTarget` differ from the right key only in style.
function normal(word: string): string {
  return word
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
}

/** Computes the optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}
