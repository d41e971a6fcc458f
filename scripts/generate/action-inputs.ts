import type { AnyAction } from "@debootc/actions-kit/definition/action-definition";
import { type ActionInput, inputsOf, machineFields } from "@debootc/actions-kit/definition/inputs-of";
import { inWordsOfInputs } from "@debootc/actions-kit/log/annotate-failure";
import { code, table } from "@debootc/core/text/markdown";
import { readFileSync } from "node:fs";
import { repository } from "../repository/repository.ts";

/** Returns what an input of an action is for, what it accepts and what it is if nobody gives it. */
export function describedInput({ property }: ActionInput, all: readonly ActionInput[]): string {
  const choices = property.enum ?? property.items?.enum;
  const byDefault = JSON.stringify(property.default ?? "").replaceAll(/["[\]]/g, "");
  const notes = [
    ...(choices === undefined || choices.length > 10 ? [] : [`one of ${choices.join(", ")}`]),
    ...(byDefault === "" || byDefault === "false" ? [] : [`default: ${byDefault}`]),
  ];
  const description = inWordsOfInputs(property.description, all).replaceAll(
    "; can be given several times",
    "; several, one a line",
  );
  return notes.length === 0 ? description : `${description} (${notes.join("; ")})`;
}

/** Returns the README of an action with the tables of its inputs and outputs between their markers. */
export function actionReadme(action: AnyAction): string {
  const text = readFileSync(`${repository}/actions/${action.name}/README.md`, "utf8");
  return [["inputs", inputTable(action)] as const, ["outputs", outputTable(action)] as const].reduce(
    (page, [name, rows]) => between(page, name, rows),
    text,
  );
}

function inputTable(action: AnyAction): string[] {
  const inputs = inputsOf(action);
  const rows = inputs.map((input) => [
    code(input.name),
    `${describedInput(input, inputs)}${input.required ? "; **required**" : ""}${machineNote(input)}`,
  ]);
  return table(["input", "meaning"], rows);
}

function machineNote({ field }: ActionInput): string {
  return machineFields.some((name) => name === field) ? "; by default the machine's" : "";
}

function outputTable({ outputs }: AnyAction): string[] {
  return table(
    ["output", "meaning"],
    Object.entries(outputs).map(([name, description]) => [code(name), description]),
  );
}

function between(page: string, name: string, rows: readonly string[]): string {
  const [begin, end] = [`<!-- ${name}: npm run generate -->`, `<!-- end of ${name} -->`];
  const parts = page.split(begin);
  const rest = parts[1]?.split(end)[1];
  return rest === undefined ? page : `${parts[0]}${begin}\n${rows.join("\n")}\n${end}${rest}`;
}
