import type { RequestOf, RequestSchema } from "@debootc/core/request/describe-request";

/** Describes one public action: what `action.yml`, its README and its main program have in common. */
export interface ActionDefinition<Request extends RequestSchema, Own extends RequestSchema> {
  /** Its folder below `actions/`. */
  readonly name: string;
  readonly title: string;
  /** What it does, in one sentence. */
  readonly description: string;
  /** What it asks the pipeline for. */
  readonly request: Request;
  /** Fields of the request that no workflow needs. */
  readonly without: readonly string[];
  /** Inputs that only a workflow knows. */
  readonly own: Own;
  /** Descriptions of the outputs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Earlier names of inputs, with the present ones. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Whether its runs can leave something behind; they can unless this says no. */
  readonly cleansUp?: boolean;
  /** Whether it asks GitHub for something in the name of the job. */
  readonly usesToken?: boolean;
}

/** Holds the checked inputs of one step. */
export interface ActionInputs<Request extends RequestSchema, Own extends RequestSchema> {
  readonly request: RequestOf<Request>;
  readonly own: RequestOf<Own>;
}

/** Names any action, whatever its schemas. */
export type AnyAction = ActionDefinition<RequestSchema, RequestSchema>;

/** Defines an action. */
export function defineAction<Request extends RequestSchema, Own extends RequestSchema>(
  definition: ActionDefinition<Request, Own>,
): ActionDefinition<Request, Own> {
  return definition;
}
