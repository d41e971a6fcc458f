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
import type { UserSettings } from "@debootc/pipeline/door/user-settings";
import { type TypedPaths, withTypedPaths } from "@debootc/core/request/with-typed-paths";

/** Describes the outcome of a command that did its work; one that could not throws instead. */
export interface Outcome {
  readonly exitStatus: number;
  /** The result in the last line of `--json`. */
  readonly result: object;
  /** Returns the text for people, with a final newline. */
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
  /** How many lines of a node's log to show while it runs, by the values of the command line; 0 when absent. */
  readonly logRows?: number | ((values: Readonly<Record<string, unknown>>) => number);
  /** Set if a program gets the streams of debootc to itself, so that no renderer guards what it prints. */
  readonly handsOnStreams?: true;
  readonly run: (
    request: RequestOf<Schema>,
    deps: PipelineDependencies,
    invocation: InvocationFacts & { readonly typed: TypedPaths },
  ) => Promise<Outcome>;
}

/** Holds facts for commands that deal with the command line itself. */
export interface InvocationFacts {
  /** Where each field of the request got its value, by name. */
  readonly origins: Origins;
  readonly settings: UserSettings;
  /** Passed in, since a command cannot import the table that contains it. */
  readonly commands: CommandTable;
  readonly commandGroups: CommandGroups;
  /** Writes whole lines to standard output before the text of the outcome: what comes bit by bit. */
  readonly print: (text: string) => void;
  /** Asks the person at the terminal, with the drawing of the run ended; undefined where there is nobody to ask. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Ends the drawing of the run, before a program gets the terminal to itself. */
  readonly handOver: () => void;
}

export interface CommandDoor extends Omit<CommandDefinition<RequestSchema>, "run"> {
  readonly addOptions: (command: Command, defaults: Defaults) => void;
  /** Returns whether settings can give any of its options. */
  readonly takesSettings: () => boolean;
  /** Returns the values of a parsed command line, completed from the settings and defaults. */
  readonly read: (command: Command, defaults: Defaults) => ReadRequest;
  /** Runs the command with the values of the command line. Throws `usage` if they are not a valid request. */
  readonly run: (
    values: Record<string, unknown>,
    directory: string,
    deps: PipelineDependencies,
    invocation: InvocationFacts,
  ) => Promise<Outcome>;
}

export type CommandTable = Readonly<Record<string, CommandEntry>>;

/** Maps the first words of commands that have two, in the same order as those. */
export type CommandGroups = Readonly<Record<string, { readonly section: string; readonly summary: string }>>;

interface CommandEntry {
  /** The heading under which the help lists it; absent for a command of two words, which has that of its group. */
  readonly section?: string;
  readonly summary: string;
  /** Loads the code and schemas of the command only when they are needed: `--help` must be quick. */
  readonly load: () => Promise<CommandDoor>;
}

/** Defines one verb of the command line: values become a request, one call, and an outcome. */
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
    run: async (values, directory, dependencies, invocation) => {
      const { request, typed } = parseRequest(schema, values, directory);
      try {
        return await run(request, dependencies, { ...invocation, typed });
      } catch (error) {
        throw withTypedPaths(error, typed);
      }
    },
  };
}
