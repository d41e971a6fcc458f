import { describeRequest, type RequestOf, type RequestSchema } from "@debootc/core/request/describe-request";
import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import type { Command } from "commander";
import {
  addRequestOptions,
  type Defaults,
  type Origins,
  type ReadRequest,
  readRequest,
} from "./options-from-request.ts";
import { parseRequest } from "./parse-request.ts";
import type { Canvas } from "../screen/screen.ts";
import type { UserSettings } from "./user-settings.ts";

/** How a command that did its work ends. One that could not throws instead. */
export interface Outcome {
  readonly exitStatus: number;
  /** For the last line of `--json`. */
  readonly result: object;
  /** For people, with a final newline. */
  readonly text: (canvas: Canvas) => string;
}

export interface Example {
  readonly purpose: string;
  readonly command: string;
}

interface CommandDefinition<Schema extends RequestSchema> {
  readonly description: string;
  readonly request: Schema;
  readonly examples: readonly Example[];
  /** How many lines of a node's log are worth a look while it runs; 0 when absent. */
  readonly logRows?: number;
  readonly run: (
    request: RequestOf<Schema>,
    deps: PipelineDependencies,
    invocation: InvocationFacts,
  ) => Promise<Outcome>;
}

/** What only a command that tells of the command line itself needs to know. */
export interface InvocationFacts {
  /** Where the fields of the request got their values, by name. */
  readonly origins: Origins;
  readonly settings: UserSettings;
  /** Handed over, since a command cannot import the table that names it. */
  readonly commands: CommandTable;
  /** Summaries of the first words of those that have two. */
  readonly commandGroups: Readonly<Record<string, string>>;
}

export interface CommandDoor extends Omit<CommandDefinition<RequestSchema>, "run"> {
  readonly addOptions: (command: Command, defaults: Defaults) => void;
  /** Whether something of it may be set once for all runs. */
  readonly takesSettings: () => boolean;
  /** The values of a parsed command line, completed by what is set elsewhere. */
  readonly read: (command: Command, defaults: Defaults) => ReadRequest;
  /** Takes the values of the command line; throws `usage` when they do not make a request. */
  readonly run: (
    values: Record<string, unknown>,
    directory: string,
    deps: PipelineDependencies,
    invocation: InvocationFacts,
  ) => Promise<Outcome>;
}

export type CommandTable = Readonly<Record<string, CommandEntry>>;

interface CommandEntry {
  readonly summary: string;
  /** A command's code, its schemas among it, is read only when it is asked for: `--help` must be quick. */
  readonly load: () => Promise<CommandDoor>;
}

/** One verb of the command line: values to a request, one call, an outcome. */
export function defineCommand<Schema extends RequestSchema>(
  definition: CommandDefinition<Schema>,
): CommandDoor {
  const { run, ...shown } = definition;
  const schema = definition.request;
  return {
    ...shown,
    addOptions: (command, defaults) => addRequestOptions(command, schema, defaults),
    takesSettings: () =>
      Object.values(describeRequest(schema).properties).some(({ setting }) => setting !== undefined),
    read: (command, defaults) => readRequest(command, schema, defaults),
    run: async (values, directory, dependencies, invocation) =>
      run(parseRequest(schema, values, directory), dependencies, invocation),
  };
}
