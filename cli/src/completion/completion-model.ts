import { describeRequest, type RequestProperty } from "@debootc/core/request/describe-request";
import type { CommandTable } from "../door/command-door.ts";
import { flagOf } from "../door/options-from-request.ts";

/** All that a shell has to know of the command line to complete it. */
export interface CompletionModel {
  /** Where composes are kept unless a command line or the environment says otherwise; may be relative. */
  readonly outputDir: string;
  /** Those of a group have a name of two words. */
  readonly commands: readonly CompletedCommand[];
  /** First words of commands that have two. */
  readonly groups: readonly CompletedGroup[];
}

export interface CompletedGroup {
  readonly name: string;
  readonly summary: string;
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What stands at the places without a flag; the last one may repeat. */
  readonly places: readonly CompletedPlace[];
}

export interface CompletedOption {
  /** Such as `--output-dir`. */
  readonly flag: string;
  readonly description: string;
  /** Absent for an option without a value. */
  readonly value?: CompletedValue;
  readonly repeats: boolean;
}

export interface CompletedPlace extends CompletedValue {
  readonly name: string;
  readonly repeats: boolean;
}

export interface CompletedValue {
  readonly kind: "choice" | "compose" | "directory" | "file" | "text" | "treefile";
  /** For `choice` alone. */
  readonly choices: readonly string[];
}

/** The model of the whole command line, from the commands' requests. */
export async function completionModel(
  commands: CommandTable,
  summaries: Readonly<Record<string, string>>,
  outputDir: string,
): Promise<CompletionModel> {
  const completed = Object.entries(commands).map(async ([name, { summary, load }]) => {
    const { properties } = describeRequest((await load()).request);
    const fields = Object.entries(properties);
    return {
      name,
      summary,
      options: [...fields.flatMap(([field, property]) => optionOf(field, property)), help],
      places: fields.flatMap(([field, property]) => placeOf(field, property)),
    };
  });
  const all = await Promise.all(completed);
  const groups = Object.entries(summaries).map(([name, summary]) => ({ name, summary }));
  const names = { kind: "choice", choices: firstWords(all, groups).map(({ name }) => name) } as const;
  const helpCommand = {
    name: "help",
    summary: "print the help of a command",
    options: [help],
    places: [{ name: "command", repeats: false, ...names }],
  };
  return { outputDir, commands: [...all, helpCommand], groups };
}

/** What may stand first: commands of one word, and groups. */
export function firstWords(
  commands: readonly CompletedCommand[],
  groups: readonly CompletedGroup[],
): readonly CompletedGroup[] {
  return [...commands.filter(({ name }) => !name.includes(" ")), ...groups];
}

/** What may stand behind the name of a group. */
export function wordsOf(
  group: CompletedGroup,
  commands: readonly CompletedCommand[],
): readonly (CompletedCommand & { readonly word: string })[] {
  const start = `${group.name} `;
  return commands.flatMap((command) =>
    command.name.startsWith(start) ? [{ ...command, word: command.name.slice(start.length) }] : [],
  );
}

const help: CompletedOption = { flag: "--help", description: "print this help", repeats: false };

/** Options that stand before any command. */
export const topOptions: readonly CompletedOption[] = [
  help,
  { flag: "--version", description: "print the version", repeats: false },
];

/** `COMMAND --option` of every option that takes the next word as its value. */
export function valueOptions(commands: readonly CompletedCommand[]): string[] {
  return commands.flatMap(({ name, options }) =>
    options.flatMap(({ flag, value }) => (value === undefined ? [] : [`${name} ${flag}`])),
  );
}

/** `COMMAND --option` of every option that may be given again. */
export function repeatingOptions(commands: readonly CompletedCommand[]): string[] {
  return commands.flatMap(({ name, options }) =>
    options.flatMap(({ flag, repeats }) => (repeats ? [`${name} ${flag}`] : [])),
  );
}

function optionOf(field: string, property: RequestProperty): CompletedOption[] {
  if (property.positional) return [];
  const { type, description } = property;
  return [
    {
      flag: flagOf(field),
      description,
      repeats: type === "array",
      ...(type === "boolean" ? {} : { value: valueOf(property) }),
    },
  ];
}

function placeOf(name: string, property: RequestProperty): CompletedPlace[] {
  if (!property.positional) return [];
  return [{ name, repeats: property.type === "array", ...valueOf(property) }];
}

function valueOf({ enum: choices, items, directory, completes }: RequestProperty): CompletedValue {
  const words = choices ?? items?.enum;
  if (words !== undefined) return { kind: "choice", choices: words };
  return { kind: completes ?? (directory ? "directory" : "text"), choices: [] };
}
