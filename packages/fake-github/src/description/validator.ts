import { Ajv, type ValidateFunction } from "ajv";
import type { Description, OperationDescription, ParameterDescription } from "./description.ts";

/** Says what is wrong with a value, each with its place; nothing if all is well. */
type Judge = (value: unknown) => readonly Complaint[];

/** Is a fault of a request or an answer. */
export interface Complaint {
  /** Where it is, such as `/output/title`; empty for the whole. */
  readonly field: string;
  readonly message: string;
}

/** Holds requests, answers and payloads against GitHub's description. */
export interface Validator {
  readonly body: (operation: string, body: unknown) => readonly Complaint[];
  readonly parameters: (
    operation: string,
    place: "path" | "query",
    values: Readonly<Record<string, string>>,
  ) => readonly Complaint[];
  readonly answer: (operation: string, status: number, body: unknown) => readonly Complaint[];
  readonly payload: (name: string, payload: unknown) => readonly Complaint[];
}

const base = "https://schemas.example/github";

const made = new WeakMap<Description, Validator>();

/** Returns the validator of a description. A schema is compiled when it is first needed, once for a process. */
export function validator(description: Description): Validator {
  const known = made.get(description) ?? newValidator(description);
  made.set(description, known);
  return known;
}

function newValidator(description: Description): Validator {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, inlineRefs: false });
  ajv.addSchema({ $id: base, ...description });
  const judges = new Map<string, Judge>();
  const judge = (pointer: string): Judge => {
    const known = judges.get(pointer);
    if (known !== undefined) return known;
    const compiled = judgeOf(ajv.compile({ $ref: `${base}#${pointer}` }));
    judges.set(pointer, compiled);
    return compiled;
  };
  const operationOf = (id: string): OperationDescription => {
    const operation = description.operations[id];
    if (operation === undefined) throw new Error(`cannot validate: ${id} is not a served operation`);
    return operation;
  };
  return {
    body: (id, body) => {
      const { body: described } = operationOf(id);
      if (described === undefined) return [];
      if (body === undefined) return described.required ? [{ field: "", message: "a body is required" }] : [];
      return judge(`/operations/${escaped(id)}/body/schema`)(body);
    },
    parameters: (id, place, values) =>
      operationOf(id).parameters.flatMap((parameter, index) =>
        parameter.in === place
          ? judgeParameter(parameter, values, judge(`/operations/${escaped(id)}/parameters/${index}/schema`))
          : [],
      ),
    answer: (id, status, body) => {
      const { answers } = operationOf(id);
      const schema = answers[String(status)];
      if (schema === undefined)
        return status >= 400 || status === 301
          ? judgeError(body)
          : [{ field: "", message: `status ${status} is not described` }];
      return schema === null ? [] : judge(`/operations/${escaped(id)}/answers/${status}`)(body);
    },
    payload: (name, payload) => judge(`/webhooks/${escaped(name)}`)(payload),
  };
}

function judgeOf(validate: ValidateFunction): Judge {
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message, params }) => ({
          field: instancePath,
          message: `${message ?? "is wrong"}${detailsOf(params)}`,
        }));
}

function detailsOf(params: Readonly<Record<string, unknown>>): string {
  const details = params["allowedValues"] ?? params["additionalProperty"];
  return details === undefined ? "" : `: ${JSON.stringify(details)}`;
}

/** Parameters arrive as text: a number of the description is one that the text writes. */
function judgeParameter(
  { name, required, schema }: ParameterDescription,
  values: Readonly<Record<string, string>>,
  judge: Judge,
): readonly Complaint[] {
  const text = values[name];
  if (text === undefined) return required ? [{ field: `/${name}`, message: "is required" }] : [];
  const readings: unknown[] = [text];
  if (/^-?\d+$/.test(text)) readings.unshift(Number(text));
  if (text === "true" || text === "false") readings.unshift(text === "true");
  if (schema["type"] === "array") readings.push(text.split(","));
  const found = readings.map(judge);
  if (found.some((complaints) => complaints.length === 0)) return [];
  return (found.at(-1) ?? []).map(({ message }) => ({ field: `/${name}`, message }));
}

/** GitHub documents few of its errors one by one, but all have a message. */
function judgeError(body: unknown): readonly Complaint[] {
  const message = (body as { readonly message?: unknown } | undefined)?.message;
  return typeof message === "string" ? [] : [{ field: "/message", message: "an error needs a message" }];
}

function escaped(name: string): string {
  return encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
}
