import { errorCodes } from "@debootc/core/error/codes";
import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { CommandDoor, Example, InvocationFacts } from "./door/command-door.ts";
import { commandGroups, commandTable } from "./command-table.ts";
import type { Defaults, DoorDefaults } from "./door/options-from-request.ts";
import { programName } from "./screen/program-name.ts";
import type { Screen } from "./screen/screen.ts";
import { usageError } from "./door/usage-error.ts";
import type { UserSettings } from "./door/user-settings.ts";

export interface Invocation {
  readonly name: string;
  readonly door: CommandDoor;
  readonly values: Record<string, unknown>;
  readonly facts: InvocationFacts;
}

interface Surroundings {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly defaults: DoorDefaults;
  readonly settings: () => Promise<UserSettings>;
}

/** The words of a command line to a command and its values; a number when they only asked for help. Throws `usage`. */
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
  for (const [name, { summary }] of Object.entries(commandTable)) {
    const command = addCommand(name).summary(summary);
    if (door === undefined || settings === undefined || name !== verb) continue;
    const defaults = { settings: settings.given, door: surroundings.defaults };
    describe(command, door, defaults, surroundings);
    command.action(() => {
      const { values, origins } = door.read(command, defaults);
      invocation = {
        name,
        door,
        values,
        facts: { origins, settings, commands: commandTable, commandGroups },
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

/** The command that the words name; empty when they name none. */
function verbIn(words: readonly string[]): string {
  const [first = "", second = ""] = words.filter((word) => !word.startsWith("-") && word !== "help");
  const found = [first, `${first} ${second}`].find((name) => Object.hasOwn(commandTable, name));
  return found ?? "";
}

function groupIn(words: readonly string[]): string | undefined {
  return words.find((word) => Object.hasOwn(commandGroups, word));
}

/** Adds commands by their names; one of two words goes into its group. */
function commandsOf(program: Command): (name: string) => Command {
  const groups = new Map<string, Command>();
  return (name) => {
    const [first = "", second] = name.split(" ");
    if (second === undefined) return program.command(first);
    const group = groups.get(first) ?? program.command(first).summary(commandGroups[first] ?? "");
    if (!groups.has(first)) {
      group
        .description(commandGroups[first] ?? "")
        .helpCommand("help [command]", "print the help of a command");
      groups.set(first, group);
    }
    return group.command(second);
  };
}

function createProgram({ stdout, stderr }: Surroundings): Command {
  const { style } = stdout;
  const width = () => Math.min(stdout.columns(), 100);
  return new Command("debootc")
    .description("One treefile in, a bootable Debian out: an ostree commit and a bootc image.")
    .usage("<command> [options]")
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: stdout.write,
      writeErr: stderr.write,
      outputError: () => {},
      getOutHelpWidth: width,
      getErrHelpWidth: width,
      // Our own styles know already whether to paint.
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
  { purpose: "all options of a command", command: `${programName} compose --help` },
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
