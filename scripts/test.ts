import { run } from "@debootc/tools/run";
import { mkdir } from "node:fs/promises";
import { runChecks } from "./check/run-checks.ts";
import { repository } from "./repository/repository.ts";
import { runScenario, scenarios } from "./test/scenario.ts";
import { add, closingLine, type Tally } from "./test/tally.ts";
import { runVitest } from "./test/vitest-project.ts";

/** `script/test`, after its set-up: runs what the arguments ask for, and closes with the one line that counts. */
const words = process.argv.slice(2);
const chosen = words.filter((word) => !word.startsWith("-"));
const fast = words.includes("--fast");
const environment = { ...process.env, ...(words.includes("--full") ? { DEBOOTC_TEST_FULL: "1" } : {}) };
const print = (line: string) => console.log(line);

await mkdir(`${repository}/out/test-logs`, { recursive: true });
// What a killed run left may have something mounted in it.
await run({ tool: "rm", args: ["-rf", "--one-file-system", `${repository}/out/test-work`] });

let tally: Tally = { passed: 0, failed: [], skipped: [] };
if (chosen.length === 0) {
  tally = add(tally, await runChecks(print));
  tally = add(tally, await runVitest("unit", environment, print));
  if (!fast) tally = add(tally, await runVitest("integration", environment, print));
}
if (!fast) {
  for (const name of chosen.length === 0 ? await scenarios() : chosen) {
    const began = performance.now();
    tally = add(tally, await runScenario(name, environment, print));
    print(`  took ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
}

for (const skip of tally.skipped) print(`SKIPPED ${skip}`);
for (const failure of tally.failed) print(`FAILED  ${failure}`);
print(closingLine(tally));
process.exitCode = tally.failed.length === 0 ? 0 : 1;
