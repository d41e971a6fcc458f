import { run } from "@debootc/tools/run";
import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { repository } from "./repository/repository.ts";
import { testsSince } from "./test/changed/tests-since.ts";
import { expectedLength } from "./test/expected-length.ts";
import { gatePart, type Part, scenarioPart, vitestPart } from "./test/part.ts";
import { runParts } from "./test/run-parts.ts";
import { scenarios } from "./test/scenario.ts";
import { closingLine } from "./check/tally.ts";
import { testOptions } from "./test/test-options.ts";

/** `script/test`, after its set-up: runs what the arguments ask for, and closes with the one line that counts. */
const { fast, full, jobs, changedSince, chosen } = testOptions(process.argv.slice(2));
const environment = {
  ...process.env,
  ...(full ? { DEBOOTC_TEST_FULL: "1" } : {}),
  E2E_RUN: `${process.pid}-${Date.now()}`,
};
const print = (text: string) => console.log(text);

// What has begun is asked to end, and waited for, so that nothing is left.
const stop = new AbortController();
const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
let stoppedWith: number | undefined;
for (const [name, status] of Object.entries(statuses)) {
  process.on(name, () => {
    if (stoppedWith !== undefined) return;
    stoppedWith = status;
    print(`stopped by ${name}: what runs is asked to end`);
    stop.abort();
  });
}
const { signal } = stop;

await mkdir(`${repository}/out/test-logs`, { recursive: true });
// What a killed run left may have something mounted in it.
await run({ tool: "rm", args: ["-rf", "--one-file-system", `${repository}/out/test-work`] });

const change = changedSince === undefined ? undefined : await testsSince(changedSince, print);
const since = (choice: "all" | "by-imports" = "all") => (choice === "all" ? undefined : changedSince);
const parts: Part[] = [];
if (chosen.length === 0) {
  parts.push(gatePart(), vitestPart("unit", { environment, changedSince: since(change?.unit), signal }));
  if (!fast)
    parts.push(vitestPart("integration", { environment, changedSince: since(change?.integration), signal }));
}
if (!fast) {
  const touched = change === undefined ? await scenarios() : change.scenarios.keys();
  for (const name of chosen.length === 0 ? touched : chosen)
    parts.push(await scenarioPart(name, { environment, full, signal }));
}
// Two more than there are processors: parts wait for downloads, disks and time limits, and three used 71 % of two.
const slots = jobs ?? availableParallelism() + 2;
const minutes = Math.ceil(expectedLength(parts, slots) / 60);
print(`${parts.length} parts, ${slots} at once: about ${minutes} min on an idle machine`);
const tally = await runParts(parts, slots, print, signal);

for (const skip of tally.skipped) print(`SKIPPED ${skip}`);
for (const failure of tally.failed) print(`FAILED  ${failure}`);
print(closingLine(tally));
process.exitCode = stoppedWith ?? (tally.failed.length === 0 ? 0 : 1);
