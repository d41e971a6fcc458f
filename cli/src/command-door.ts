import type { RequestOf, RequestSchema } from "@debootc/core/request/describe-request";
import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
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

export interface CommandDoor extends Omit<CommandDefinition<RequestSchema>, "run"> {
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
  return {
    ...definition,
    run: async (values, directory, deps) =>
      definition.run(parseRequest(definition.request, values, directory), deps),
  };
}
