import { mkdir, writeFile } from "node:fs/promises";
import { setPriority } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repository } from "./repository/repository.ts";
import { measureSystem, surveyInput } from "./survey/measure-system.ts";
import { surveyPage } from "./survey/survey-page.ts";
import { keepSurveyRow, readSurveyRows } from "./survey/survey-rows.ts";
import { surveyedSystems } from "./survey/surveyed-systems.ts";

/**
 * npm run survey -- [NAME...]   composes each system of scripts/survey/surveyed-systems.ts, or those named, and writes
 *                               docs/survey.md; keeps the rows that were measured with the same treefile
 *   --again                     measures them again
 *   --refused                   measures again those that did not compose
 *   --small                     leaves out those that take many minutes
 *   --list                      lists the systems and their rows
 *   --timeout=MINUTES           ends a compose after this time; 90 unless given
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    again: { type: "boolean", default: false },
    refused: { type: "boolean", default: false },
    small: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    timeout: { type: "string", default: "90" },
  },
});
const unknown = positionals.filter((name) => !surveyedSystems.some((system) => system.name === name));
const minutes = Number(values.timeout);
if (unknown.length > 0 || !(minutes > 0)) {
  const names = surveyedSystems.map(({ name }) => name).join(", ");
  console.error(
    `survey: ${unknown.join(", ") || `--timeout=${values.timeout}`} is not possible; systems are ${names}`,
  );
  process.exit(2);
}
const chosen = surveyedSystems.filter(
  ({ name, large }) =>
    (positionals.length === 0 || positionals.includes(name)) && !(values.small && large === true),
);
const measured = new Map(readSurveyRows().map((row) => [row.name, row]));
const isCurrent = (system: (typeof chosen)[number]) =>
  measured.get(system.name)?.input === surveyInput(system);

function isComposing({ name }: (typeof chosen)[number]): boolean {
  const row = measured.get(name);
  return row !== undefined && (row.written ?? row.plain).composed !== undefined;
}

if (values.list) {
  for (const system of chosen) {
    const row = measured.get(system.name);
    const state =
      row === undefined
        ? "not measured"
        : `${isComposing(system) ? "composes" : "refused"}, ${row.date}${isCurrent(system) ? "" : ", with another treefile"}`;
    console.log(`${system.name.padEnd(24)} ${state}`);
  }
  process.exit(0);
}
if (process.getuid?.() !== 0) {
  console.error("survey: the roots that are removed between the rows belong to root: run it as root");
  process.exit(2);
}
setPriority(10);
const work = join(repository, "out/survey");
await mkdir(work, { recursive: true });
let unexplained = 0;
for (const system of chosen) {
  const isWanted = values.again || (values.refused && !isComposing(system));
  if (isCurrent(system) && !isWanted) {
    console.log(`${system.name}: measured already`);
    continue;
  }
  console.log(`${system.name}:`);
  const row = await measureSystem(system, {
    work,
    cacheDir: join(work, "cache"),
    timeoutSeconds: minutes * 60,
    say: (line) => console.log(line),
  });
  const { composed, error } = row.written ?? row.plain;
  if (error?.class === "infrastructure" || error?.class === "cancelled") {
    console.error(`  not measured, for this says nothing of the system: ${error.message}`);
    process.exitCode = 1;
    continue;
  }
  await keepSurveyRow(row);
  await writeFile(join(repository, "docs/survey.md"), surveyPage());
  if (error?.class === "fault") unexplained += 1;
  console.log(composed === undefined ? `  refused: ${error?.code}: ${error?.message}` : "  composes");
}
if (unexplained > 0) process.exitCode = 1;
