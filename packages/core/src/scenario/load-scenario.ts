import type * as z from "zod";
import { type DocumentFile, placeOf, spelling } from "../document/document-file.ts";
import { offsetAt } from "../document/position-map.ts";
import { problemList } from "../document/problem-list.ts";
import { schemaFaults } from "../document/schema-faults.ts";
import { readYamlDocument } from "../document/yaml-document.ts";
import { DebootcError } from "../error/debootc-error.ts";
import type { Diagnostic } from "../error/diagnostic.ts";
import { countOf } from "../text/amount.ts";
import { scenarioSchema, type ScenarioStep } from "./scenario-schema.ts";

/** Is one step of a scenario, with its place in the file for what is said about it. */
export interface PlacedStep {
  readonly step: ScenarioStep;
  readonly place: Omit<Diagnostic, "message">;
}

/** Reads the bytes of a scenario. Throws `scenario-invalid` with a diagnostic for everything that is wrong in it. */
export function loadScenario(bytes: Uint8Array, path: string): readonly PlacedStep[] {
  const problems = problemList();
  const document = readYamlDocument(bytes);
  const file: DocumentFile = { path, lined: document.lined, root: document.root, within: [] };
  for (const { offset, ...words } of document.faults) {
    problems.addDiagnostic({ ...placeOf(file, offset, "error"), ...words });
  }
  if (document.faults.length === 0)
    problems.add(
      file,
      schemaFaults(scenarioSchema, document.value, [], (at) => spelling(file, at)),
    );
  const errors = problems.errors().map((one) => ({ ...one, code: "scenario-invalid" }));
  if (errors.length > 0) {
    throw new DebootcError("scenario-invalid", `${path} has ${countOf(errors.length, "error")}`, {
      diagnostics: errors,
      hint: "Fix them; docs/dev.md describes every step.",
    });
  }
  const { steps } = document.value as z.output<typeof scenarioSchema>;
  return steps.map((step, index) => ({
    step,
    place: {
      ...placeOf(file, offsetAt(file.root, ["steps", index], "value"), "error"),
      code: "scenario-failed",
    },
  }));
}
