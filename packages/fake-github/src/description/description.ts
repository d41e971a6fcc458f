/** Holds a JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** Describes a parameter of an operation. */
export interface ParameterDescription {
  readonly in: string;
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/** Describes one operation of the API. */
export interface OperationDescription {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly ParameterDescription[];
  readonly body?: { readonly required: boolean; readonly schema: Schema };
  /** What each status answers with; null for an answer without a JSON body. */
  readonly answers: Readonly<Record<string, Schema | null>>;
}

/** Holds the part of GitHub's official description that is served here, as plain JSON Schema. */
export interface Description {
  /** The npm package and version that this was taken from. */
  readonly source: string;
  readonly operations: Readonly<Record<string, OperationDescription>>;
  /** The payloads of webhooks, by `event` or `event.action`. */
  readonly webhooks: Readonly<Record<string, Schema>>;
  /** Schemas that the others refer to as `#/schemas/NAME`. */
  readonly schemas: Readonly<Record<string, Schema>>;
}
