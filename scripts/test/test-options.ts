/** Holds what the words of the command line ask `script/test` for. */
export interface TestOptions {
  readonly fast: boolean;
  readonly full: boolean;
  /** How many parts run at once; undefined for one more than there are processors. */
  readonly jobs: number | undefined;
  /** The commit since which changes count; undefined for all tests. */
  readonly changedSince: string | undefined;
  /** Scenarios by name. */
  readonly chosen: readonly string[];
}

/** Returns the options of `script/test`, which has refused unknown words before. Throws an error for a wrong value. */
export function testOptions(words: readonly string[]): TestOptions {
  const chosen: string[] = [];
  let jobs: number | undefined;
  let changedSince: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const next = words[at + 1];
    if (word === "--jobs") {
      jobs = wholeNumber(next);
      at++;
    } else if (word === "--changed") {
      changedSince = next === undefined || next.startsWith("-") ? "HEAD" : next;
      if (changedSince === next) at++;
    } else if (!word.startsWith("-")) chosen.push(word);
  }
  if (changedSince !== undefined && chosen.length > 0)
    throw new Error(`--changed chooses the scenarios itself: leave out ${chosen.join(" ")}`);
  return { fast: words.includes("--fast"), full: words.includes("--full"), jobs, changedSince, chosen };
}

function wholeNumber(text: string | undefined): number {
  if (text === undefined || !/^[1-9][0-9]*$/.test(text))
    throw new Error(`--jobs ${text ?? ""}: give the number of parts that run at once, such as --jobs 2`);
  return Number(text);
}
