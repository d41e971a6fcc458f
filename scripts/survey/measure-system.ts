import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { type ErrorRecord, toErrorRecord } from "@debootc/core/error/error-record";
import { type Event, eventSchema } from "@debootc/core/event/event";
import { lintReport } from "@debootc/core/lint/lint-report";
import { digestOf } from "@debootc/core/record/digest";
import { run } from "@debootc/tools/run";
import { userEnvironment } from "../bench/user-environment.ts";
import { repository } from "../repository/repository.ts";
import { surveyBase, surveyTreefile } from "./survey-treefile.ts";
import type { SurveyAttempt, SurveyRow } from "./survey-rows.ts";
import type { SurveyedSystem } from "./surveyed-systems.ts";

/** Says where a survey works, and how long one compose may take. */
export interface SurveyPlace {
  /** Composes and their logs; what a system leaves there is removed when it was measured. */
  readonly work: string;
  readonly cacheDir: string;
  readonly timeoutSeconds: number;
  readonly say: (line: string) => void;
}

/** Returns what a row depends on, so far as it is part of the repository's survey. */
export function surveyInput(system: SurveyedSystem): string {
  const treefiles = [false, true].map((write) => surveyTreefile(system, { write }));
  return digestOf({ base: surveyBase(system), treefiles });
}

/** Composes a system as it is and, where that is refused, with what has to be written for it. */
export async function measureSystem(system: SurveyedSystem, place: SurveyPlace): Promise<SurveyRow> {
  const plain = await attempt(system, { ...place, write: false });
  const written =
    plain.composed === undefined && system.write !== undefined
      ? await attempt(system, { ...place, write: true })
      : undefined;
  return {
    name: system.name,
    input: surveyInput(system),
    date: new Date().toISOString().slice(0, 10),
    plain,
    ...(written === undefined ? {} : { written }),
  };
}

async function attempt(
  system: SurveyedSystem,
  { work, cacheDir, timeoutSeconds, write, say }: SurveyPlace & { readonly write: boolean },
): Promise<SurveyAttempt> {
  const directory = join(work, system.name);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const treefile = join(directory, `${system.name}.yaml`);
  await writeFile(join(directory, "base.yaml"), surveyBase(system));
  await writeFile(treefile, surveyTreefile(system, { write }));
  const output = join(directory, "out");
  const log = join(work, `${system.name}${write ? ".written" : ""}.jsonl`);
  const events: Event[] = [];
  let result: unknown;
  const lines: string[] = [];
  try {
    await run({
      tool: join(repository, "bin/debootc"),
      args: ["compose", treefile, "--output-dir", output, "--cache-dir", cacheDir, "--json"],
      env: userEnvironment(),
      timeoutSeconds,
      accept: "all",
      onLine: (line, stream) => {
        lines.push(line);
        if (stream !== "stdout") return;
        const value: unknown = JSON.parse(line);
        const event = eventSchema.safeParse(value);
        if (event.success) events.push(event.data);
        else result = value;
        if (event.data?.type === "node" && event.data.state !== "started")
          say(`  ${event.data.node} ${event.data.state} after ${event.data.seconds ?? 0} s`);
      },
    });
    const told = { seconds: secondsOf(events) };
    const end = events.findLast((event) => event.type === "run");
    if (end?.state === "finished") return { ...told, composed: await composedOf(result) };
    return { ...told, error: withoutPlace(end?.error ?? untold(lines), directory) };
  } catch (error) {
    return { seconds: secondsOf(events), error: withoutPlace(toErrorRecord(error), directory) };
  } finally {
    await writeFile(log, lines.map((line) => `${line}\n`).join(""));
    // A desktop leaves ten gigabytes; the packages stay for the rows to come.
    await rm(directory, { recursive: true, force: true });
    await rm(join(cacheDir, "steps"), { recursive: true, force: true });
  }
}

/** Returns how long a run took after its packages were there, as far as it came. */
function secondsOf(events: readonly Event[]): number {
  const times = (those: readonly Event[]) => those.map(({ time }) => Date.parse(time));
  const gathered = events.filter(
    (event) =>
      event.type === "node" &&
      event.state !== "started" &&
      (event.node === "packages" || event.node === "lock"),
  );
  const [first = 0] = times(events);
  const last = times(events).at(-1) ?? first;
  return Math.round((last - (times(gathered).at(-1) ?? first)) / 100) / 10;
}

/** Holds what a row needs of the last line of a compose. */
interface LastLine {
  readonly result: Pick<ComposeResult, "legs">;
}

async function composedOf(line: unknown): Promise<NonNullable<SurveyAttempt["composed"]>> {
  const [leg] = (line as LastLine).result.legs;
  if (leg === undefined) throw new Error("a compose of a treefile has one leg");
  const place = join(leg.image.layout, "../lint.json");
  const { findings } = lintReport.parse(await readFile(place, "utf8"), place);
  const rules = (level: string) => [
    ...new Set(findings.filter((finding) => finding.level === level).map(({ rule }) => rule)),
  ];
  return {
    packages: leg.packageCount,
    rootBytes: leg.root.bytes,
    errors: rules("error"),
    warnings: rules("warning"),
  };
}

/** A compose that ends without saying why is a fault of debootc. */
function untold(lines: readonly string[]): ErrorRecord {
  return toErrorRecord(new Error(`no reason was given; the last lines were:\n${lines.slice(-5).join("\n")}`));
}

/** Returns an error whose texts do not name the directory of the survey. */
function withoutPlace(error: ErrorRecord, directory: string): ErrorRecord {
  return JSON.parse(JSON.stringify(error).replaceAll(`${directory}/`, "")) as ErrorRecord;
}
