/** Holds what a scenario says about itself in the comments at its top. */
export interface ScenarioHeader {
  /** How long it takes beside another one, and in the full run. */
  readonly seconds: number;
  readonly fullSeconds: number;
  readonly needs: readonly Need[];
  readonly gives: readonly string[];
}

/** Lists everything that a scenario can need, with what follows from it. */
export const needs = {
  archive: "packages or indexes of Debian's archive: it has the network of the machine, others have none",
  minimal: "the compose of minimal that scenarios share",
  accounts: "changes users of the machine: one such part at a time",
  "build-groups":
    "counts or leaves control groups of dead builds, which are of the whole machine: one such part at a time",
  alone: "measures the machine itself: nothing runs beside it",
} as const;
export type Need = keyof typeof needs;

/** Returns the header of a scenario; throws an error that names what is wrong with it. */
export function scenarioHeader(name: string, text: string): ScenarioHeader {
  const top = text.slice(0, text.search(/^[^#\n]/m));
  const [, seconds, fullSeconds] =
    /^# takes: ([0-9]+) s(?:, ([0-9]+) s in the full run)?$/m.exec(top) ??
    refuse(name, "has no line like `# takes: 90 s` or `# takes: 1 s, 600 s in the full run` at its top");
  const words = wordsAfter(top, "needs");
  for (const word of words) {
    if (!isNeed(word))
      refuse(name, `needs "${word}", which there is none of; allowed: ${Object.keys(needs).join(", ")}`);
  }
  return {
    seconds: Number(seconds),
    fullSeconds: Number(fullSeconds ?? seconds),
    needs: words.filter(isNeed),
    gives: wordsAfter(top, "gives"),
  };
}

function wordsAfter(top: string, key: string): string[] {
  const [, list] = new RegExp(`^# ${key}: (.+)$`, "m").exec(top) ?? [];
  return list === undefined ? [] : list.split(/, */);
}

function isNeed(word: string): word is Need {
  return Object.hasOwn(needs, word);
}

function refuse(name: string, fault: string): never {
  throw new Error(`e2e/${name}.sh ${fault}`);
}
