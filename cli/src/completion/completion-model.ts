import { describeRequest, type RequestProperty } from "@debootc/core/request/describe-request";
import type { CommandGroups, CommandTable } from "../door/command-door.ts";
import { flagOf } from "../door/options-from-request.ts";

/** Holds everything that a shell needs to know to complete the command line. */
export interface CompletionModel {
  /** The directory of composes, unless the command line or the environment gives another; may be relative. */
  readonly outputDir: string;
  /** Those of a group have names of two words. */
  readonly commands: readonly CompletedCommand[];
  /** First words of commands with two. */
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
  /** The arguments without a flag; the last one may repeat. */
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
  /** Only for `choice`. */
  readonly choices: readonly string[];
}

/** Builds the model of the whole command line from the requests of the commands. */
export async function completionModel(
  commands: CommandTable,
  commandGroups: CommandGroups,
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
  const groups = Object.entries(commandGroups).map(([name, { summary }]) => ({ name, summary }));
  const names = { kind: "choice", choices: firstWords(all, groups).map(({ name }) => name) } as const;
  const helpCommand = {
    name: "help",
    summary: "show the help of a command",
    options: [help],
    places: [{ name: "command", repeats: false, ...names }],
  };
  return { outputDir, commands: [...all, helpCommand], groups };
}

/** Returns the possible first words: commands of one word, and groups. */
export function firstWords(
  commands: readonly CompletedCommand[],
  groups: readonly CompletedGroup[],
): readonly CompletedGroup[] {
  return [...commands.filter(({ name }) => !name.includes(" ")), ...groups];
}

/** Returns the words that may follow the name of a group. */
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

/** Lists the options that come before any command. */
export const topOptions: readonly CompletedOption[] = [
  help,
  { flag: "--version", description: "print the version", repeats: false },
];

/** Returns `COMMAND --option` for every option that takes the next word as its value. */
export function valueOptions(commands: readonly CompletedCommand[]): string[] {
  return commands.flatMap(({ name, options }) =>
    options.flatMap(({ flag, value }) => (value === undefined ? [] : [`${name} ${flag}`])),
  );
}

/** Returns `COMMAND --option` for every option that may be repeated. */
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

function valueOf({ enum: choices, items, offers, path, completes }: RequestProperty): CompletedValue {
  const words = choices ?? items?.enum ?? offers;
  if (words !== undefined) return { kind: "choice", choices: words };
  return { kind: completes ?? (path === undefined || path === "place" ? "text" : path), choices: [] };
}
