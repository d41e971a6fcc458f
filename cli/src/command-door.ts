import type { RequestOf, RequestSchema } from "@debootc/core/request/describe-request";
import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import type { Command } from "commander";
import { addRequestOptions, type DoorDefaults, readRequest } from "./options-from-request.ts";
import { parseRequest } from "./parse-request.ts";
import type { Canvas } from "./screen.ts";

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
  readonly run: (request: RequestOf<Schema>, deps: PipelineDependencies) => Promise<Outcome>;
}

export interface CommandDoor extends Omit<CommandDefinition<RequestSchema>, "request" | "run"> {
  readonly addOptions: (command: Command, defaults: DoorDefaults) => void;
  /** The values that a parsed command line gave. */
  readonly read: (command: Command, defaults: DoorDefaults) => Record<string, unknown>;
  /** Takes the values of the command line; throws `usage` when they do not make a request. */
  readonly run: (
    values: Record<string, unknown>,
    directory: string,
    deps: PipelineDependencies,
  ) => Promise<Outcome>;
}

/** One verb of the command line: values to a request, one call, an outcome. */
export function defineCommand<Schema extends RequestSchema>(
  definition: CommandDefinition<Schema>,
): CommandDoor {
  const { request: schema, run, ...shown } = definition;
  return {
    ...shown,
    addOptions: (command, defaults) => addRequestOptions(command, schema, defaults),
    read: (command, defaults) => readRequest(command, schema, defaults),
    run: async (values, directory, dependencies) =>
      run(parseRequest(schema, values, directory), dependencies),
  };
}
