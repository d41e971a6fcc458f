import type { Part } from "./part.ts";
import { runJobs } from "./run-jobs.ts";
import { add, type Tally } from "../check/tally.ts";
import { type Timed, timeTable } from "./time-table.ts";

/**
 * Runs all parts, at most `slots` at once. Each line that is printed begins with the part that it is of; a table of times
 * comes last. Once `signal` is aborted no further part begins, which is a failure.
 */
export async function runParts(
  parts: readonly Part[],
  slots: number,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<Tally> {
  const clock = () => performance.now();
  const times: Timed[] = [];
  let tally: Tally = { passed: 0, failed: [], skipped: [] };
  const left = await runJobs(
    parts,
    slots,
    async (part, waits) => {
      const report = (text: string) => print(text.replaceAll(/^/gm, `${part.name}: `));
      report("begins");
      const began = clock();
      const {
        tally: own,
        processorSeconds,
        waited,
      } = await part.run(report).catch((fault: unknown) => ({
        tally: { passed: 0, failed: [`${part.name}: ${String(fault)}`], skipped: [] },
        processorSeconds: undefined,
        waited: [],
      }));
      tally = add(tally, own);
      const timed: Timed = {
        name: part.name,
        seconds: (clock() - began) / 1000,
        expectedSeconds: part.seconds,
        processorSeconds,
        waited: [
          ...waits
            .filter(({ seconds }) => seconds >= 1)
            .map((wait) => `${wait.seconds.toFixed(0)} s for ${wait.for}`),
          ...waited,
        ],
      };
      times.push(timed);
      report(`${own.failed.length === 0 ? "ends" : "FAILED"} after ${timed.seconds.toFixed(0)} s`);
    },
    { signal, clock },
  );
  for (const line of timeTable(times)) print(line);
  if (left.length === 0) return tally;
  return add(tally, { passed: 0, failed: left.map(({ name }) => `${name}: was not begun`), skipped: [] });
}
