import type { AnyAction } from "@debootc/actions-kit/definition/action-definition";
import { type ActionInput, inputsOf } from "@debootc/actions-kit/definition/inputs-of";
import { describedInput } from "./action-inputs.ts";

/** Is one step of a composite action, as the lines of its YAML. */
type Step = readonly string[];

const head = (source: string) => `# npm run generate makes this file from ${source}.`;

/**
 * Formats the `action.yml` of an action that people use: a composite of steps that they see. `$/` leads to the same
 * commit of this repository; a release writes something else where the runner does not know it.
 */
export function compositeYaml(action: AnyAction): string {
  return lines(
    head(`actions/${action.name}/src/definition.ts`),
    ...described(action),
    ...inputLines(inputsOf(action)),
    ...outputLines(action, (name) => `\${{ steps.run.outputs.${name} }}`),
    "runs:",
    "  using: composite",
    "  steps:",
    ...[setUp, ...(action.cleansUp === false ? [] : [cleanUp(action)]), runStep(action)].flatMap((step) =>
      step.map((line) => `    ${line}`),
    ),
  );
}

/** Formats the `action.yml` of the JavaScript action in a composite, which gets all inputs as one text. */
export function innerYaml(action: AnyAction): string {
  return lines(
    head(`actions/${action.name}/src/definition.ts`),
    ...described(action),
    "inputs:",
    "  inputs:",
    `    description: ${JSON.stringify(`the inputs of actions/${action.name}, as JSON`)}`,
    "    required: true",
    ...outputLines(action),
    "runs:",
    "  using: node24",
    `  main: ../../../${programOf(action)}`,
  );
}

/** Formats the `action.yml` of a JavaScript action that also runs at the end of the job. */
export function javascriptYaml(action: AnyAction): string {
  return lines(
    head(`actions/${action.name}/src/definition.ts`),
    ...described(action),
    ...inputLines(inputsOf(action)),
    "runs:",
    "  using: node24",
    `  main: ../../${programOf(action)}`,
    `  post: ../../${programOf(action)}`,
  );
}

/** Formats the `action.yml` of an action that is a script; its inputs are variables, which no shell evaluates. */
export function scriptYaml(action: AnyAction, script: string): string {
  const inputs = inputsOf(action);
  return lines(
    head(`actions/${action.name}/src/definition.ts`),
    ...described(action),
    ...inputLines(inputs),
    "runs:",
    "  using: composite",
    "  steps:",
    "    - shell: bash",
    ...(inputs.length === 0 ? [] : ["      env:"]),
    ...inputs.map(({ name }) => `        ${variableOf(name)}: \${{ inputs.${name} }}`),
    `      run: '"$GITHUB_ACTION_PATH/${script}"'`,
  );
}

const setUp: Step = ["- name: Set up debootc", "  uses: $/actions/setup"];

function cleanUp(action: AnyAction): Step {
  const shared = inputsOf(action).filter(({ field }) => field === "outputDir" || field === "cacheDir");
  return [
    "- name: Clean up when the job ends",
    "  uses: $/actions/cleanup",
    "  with:",
    ...shared.map(({ name }) => `    ${name}: \${{ inputs.${name} }}`),
  ];
}

function runStep({ name, title, usesToken }: AnyAction): Step {
  return [
    `- name: ${title}`,
    "  id: run",
    `  uses: $/actions/${name}/run`,
    ...(usesToken === true ? ["  env:", "    GITHUB_TOKEN: ${{ github.token }}"] : []),
    "  with:",
    "    inputs: ${{ toJSON(inputs) }}",
  ];
}

function described({ title, description }: AnyAction): string[] {
  return [
    `name: ${title}`,
    `description: ${JSON.stringify(description)}`,
    "author: the debootc developers",
    "branding: {icon: layers, color: red}",
  ];
}

function inputLines(inputs: readonly ActionInput[]): string[] {
  if (inputs.length === 0) return [];
  return [
    "inputs:",
    ...inputs.flatMap((input) => [
      `  ${input.name}:`,
      `    description: ${JSON.stringify(describedInput(input, inputs))}`,
      ...(input.required ? ["    required: true"] : []),
    ]),
  ];
}

function outputLines({ outputs }: AnyAction, valueOf?: (name: string) => string): string[] {
  const entries = Object.entries(outputs);
  if (entries.length === 0) return [];
  return [
    "outputs:",
    ...entries.flatMap(([name, description]) => [
      `  ${name}:`,
      `    description: ${JSON.stringify(description)}`,
      ...(valueOf === undefined ? [] : [`    value: ${valueOf(name)}`]),
    ]),
  ];
}

function programOf({ name }: AnyAction): string {
  return `dist/current/action-${name}/main.js`;
}

function variableOf(input: string): string {
  return input.toUpperCase().replaceAll("-", "_");
}

function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
