import { errorCodes } from "@debootc/core/error/codes";
import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { CommandDoor, Example, InvocationFacts } from "./door/command-door.ts";
import { commandGroups, commandTable, upkeep } from "./command-table.ts";
import type { Defaults, DoorDefaults } from "./door/options-from-request.ts";
import { programName } from "./screen/program-name.ts";
import type { Screen } from "./screen/screen.ts";
import { usageError } from "./door/usage-error.ts";
import type { UserSettings } from "@debootc/pipeline/door/user-settings";

export interface Invocation {
  readonly name: string;
  readonly door: CommandDoor;
  readonly values: Record<string, unknown>;
  readonly facts: Omit<InvocationFacts, "print" | "ask" | "handOver">;
}

interface Surroundings {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly defaults: DoorDefaults;
  readonly settings: () => Promise<UserSettings>;
}

/** Parses a command line into a command and its values, or into an exit status if it only asked for help. Throws `usage`. */
export async function readArguments(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<Invocation | number> {
  const verb = verbIn(words);
  const door = await commandTable[verb]?.load();
  const settings = door && (await surroundings.settings());
  const program = createProgram(surroundings);
  let invocation: Invocation | undefined;
  const addCommand = commandsOf(program);
  for (const [name, { section, summary }] of Object.entries(commandTable)) {
    const command = addCommand(name).summary(summary);
    if (section !== undefined) command.helpGroup(section);
    if (door === undefined || settings === undefined || name !== verb) continue;
    const defaults = { settings: settings.given, door: surroundings.defaults };
    describe(command, door, defaults, surroundings);
    command.action(() => {
      const { values, origins } = door.read(command, defaults);
      invocation = {
        name,
        door,
        values,
        facts: {
          origins,
          settings,
          commands: commandTable,
          commandGroups,
        },
      };
    });
  }
  try {
    program.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (error.code === "commander.help") return errorCodes.usage.exit;
    throw usageError(error, door === undefined ? groupIn(words) : verb, door?.examples[0]);
  }
  return invocation ?? errorCodes.usage.exit;
}

/** Returns the name of the command in the words; empty if there is none. */
function verbIn(words: readonly string[]): string {
  const [first = "", second = ""] = words.filter((word) => !word.startsWith("-") && word !== "help");
  const found = [first, `${first} ${second}`].find((name) => Object.hasOwn(commandTable, name));
  return found ?? "";
}

function groupIn(words: readonly string[]): string | undefined {
  return words.find((word) => Object.hasOwn(commandGroups, word));
}

/** Returns a function that adds a command by its name; one of two words goes into its group. */
function commandsOf(program: Command): (name: string) => Command {
  const groups = new Map<string, Command>();
  return (name) => {
    const [first = "", second] = name.split(" ");
    if (second === undefined) return program.command(first);
    const group = groups.get(first) ?? addGroup(program, first);
    groups.set(first, group);
    return group.command(second);
  };
}

function addGroup(program: Command, name: string): Command {
  const { section = "", summary = "" } = commandGroups[name] ?? {};
  return program
    .command(name)
    .summary(summary)
    .description(sentence(summary))
    .helpGroup(section)
    .helpCommand("help [command]", helpSummary);
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

const helpSummary = "show the help of a command";

function createProgram({ stdout, stderr }: Surroundings): Command {
  const { style } = stdout;
  const width = () => Math.min(stdout.columns(), 100);
  return new Command("debootc")
    .description("Build image-based Debian: one treefile becomes an ostree commit and a bootc image.")
    .usage("<command> [options]")
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .addHelpCommand(
      new Command("help").argument("[command]").summary(helpSummary).helpOption(false).helpGroup(upkeep),
    )
    .exitOverride()
    .configureOutput({
      writeOut: stdout.write,
      writeErr: stderr.write,
      outputError: () => {},
      getOutHelpWidth: width,
      getErrHelpWidth: width,
      // Our styles have already decided whether to use colour.
      getOutHasColors: () => true,
      getErrHasColors: () => stderr.interactive,
    })
    .configureHelp({
      styleTitle: style.heading,
      styleCommandText: style.accent,
      styleSubcommandText: style.accent,
      styleOptionText: style.accent,
      styleArgumentText: style.accent,
    })
    .addHelpText("after", () => examplesText(firstSteps, style));
}

const firstSteps: readonly Example[] = [
  { purpose: "compose a small Debian that boots", command: `${programName} compose treefiles/minimal.yaml` },
  { purpose: "boot it in a virtual machine", command: `${programName} boot latest` },
  { purpose: "show all options of a command", command: `${programName} compose --help` },
];

function describe(command: Command, door: CommandDoor, defaults: Defaults, { stdout }: Surroundings): void {
  command.description(door.description);
  door.addOptions(command, defaults);
  command.addHelpText("after", () => examplesText(door.examples, stdout.style));
}

function examplesText(examples: readonly Example[], style: Screen["style"]): string {
  const lines = examples.flatMap(({ purpose, command }) => [
    `  ${style.faint(`# ${purpose}`)}`,
    `  ${command}`,
  ]);
  return ["", style.heading("Examples:"), ...lines].join("\n");
}
