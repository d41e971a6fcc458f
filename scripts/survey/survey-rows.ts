import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ErrorRecord } from "@debootc/core/error/error-record";
import { surveyedSystems } from "./surveyed-systems.ts";

/** Describes how one compose of a system ended. */
export interface SurveyAttempt {
  /** Without the choice and the download of packages. */
  readonly seconds: number;
  /** Absent for a system that was refused. */
  readonly composed?: ComposedSystem;
  readonly error?: ErrorRecord;
}

interface ComposedSystem {
  readonly packages: number;
  /** Bytes of the root's files. */
  readonly rootBytes: number;
  /** Names of the linter's rules with findings. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Describes what was measured of a system. */
export interface SurveyRow {
  readonly name: string;
  /** Digests the treefiles and the base that were tried; a row of others counts as not measured. */
  readonly input: string;
  /** Day of the measurement, as 2026-11-29. */
  readonly date: string;
  readonly plain: SurveyAttempt;
  /** With the keys of `write`; absent if it composes without. */
  readonly written?: SurveyAttempt;
}

const file = join(import.meta.dirname, "survey-rows.jsonl");

/** Returns the rows that were measured, in the order of the table. */
export function readSurveyRows(): readonly SurveyRow[] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const rows = lines.map((line) => JSON.parse(line) as SurveyRow);
  return surveyedSystems.flatMap(({ name }) => rows.find((row) => row.name === name) ?? []);
}

/** Adds a row, or replaces the one of the same name. */
export async function keepSurveyRow(row: SurveyRow): Promise<void> {
  const others = readSurveyRows().filter(({ name }) => name !== row.name);
  const rows = surveyedSystems.flatMap(({ name }) => [row, ...others].find((one) => one.name === name) ?? []);
  await writeFile(`${file}.new`, rows.map((one) => `${JSON.stringify(one)}\n`).join(""));
  await rename(`${file}.new`, file);
}
