import * as z from "zod";
import { closestWord } from "../text/closest-word.ts";
import type { Path } from "./position-map.ts";
import { quoted } from "../text/quoted.ts";
import { strangeCharacterHint } from "./strange-characters.ts";
import type { TextFault } from "./text-schema.ts";
import type { Fault } from "./document-file.ts";
import { pairHint, typeFault } from "./type-fault.ts";

type Issue = z.core.$ZodIssue;

/**
 * Checks a value against a part of the schema and says all that is wrong, in words that name what was given and what
 * is allowed. `path` is the value's place in its file; `spelling` gives a scalar as the file writes it.
 */
export function schemaFaults(
  schema: z.core.$ZodType,
  value: unknown,
  path: Path,
  spelling: (path: Path) => string | undefined,
): readonly Fault[] {
  const result = z.safeParse(schema, value, { reportInput: true });
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => issueFaults(issue, { schema, path, spelling }));
}

interface Context {
  readonly schema: z.core.$ZodType;
  readonly path: Path;
  readonly spelling: (path: Path) => string | undefined;
}

function issueFaults(issue: Issue, context: Context): readonly Fault[] {
  const inner = issue.path as Path;
  const path = [...context.path, ...inner];
  const given = issue.input === undefined ? {} : { given: givenText(issue.input, context.spelling(path)) };
  switch (issue.code) {
    case "custom": {
      const fault: Fault = { path, ...given, message: issue.message, ...issue.params };
      return [{ ...fault, ...seen(fault.within ?? issue.input) }];
    }
    case "invalid_key":
      return issue.issues.flatMap((nested) =>
        issueFaults(nested, { ...context, path }).map(({ given: _given, ...fault }) => ({
          ...fault,
          atKey: true,
        })),
      );
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKeyFault([...path, key], keysOf(context.schema, inner)));
    case "invalid_union":
      if (issue.input === undefined) return [{ path, ...missingFault(context.schema, inner) }];
      return unionFaults(issue.errors, { ...context, path }, inner, issue.input);
    case "invalid_value":
      if (issue.input === undefined) return [{ path, ...missingFault(context.schema, inner) }];
      return [{ path, ...given, ...valueFault(issue.values.map(String), issue.input) }];
    case "too_small":
      return [{ path, ...given, ...sizeFault(issue.minimum, issue.origin) }];
    case "too_big":
      return [
        {
          path,
          ...given,
          ...(tooBig(issue.maximum, issue.origin) ?? sizeFault(issue.maximum, issue.origin)),
        },
      ];
    case "invalid_type":
      if (issue.input === undefined) return [{ path, ...missingFault(context.schema, inner) }];
      return [{ path, ...given, ...wrongType([issue.expected], issue.input, { ...context, path }, inner) }];
    default:
      return [{ path, ...given, message: issue.message }];
  }
}

/** So many keys are said with each fault; more of them would hide the hint. */
const fewKeys = 10;

/**
 * Says that a map does not have a key, and what to write instead: `elsewhere` if other tools know the key. Without such a hint
 * it says which keys there are.
 */
export function unknownKeyFault(path: Path, allowed: readonly string[], elsewhere?: string): Fault {
  const key = String(path.at(-1));
  const near = closestWord(key, allowed);
  const likely = near && `Did you mean \`${near}\`?`;
  const own = /(?<!check-)passw/i.test(key)
    ? noPassword
    : [strangeCharacterHint(key), likely].filter(Boolean).join(" ");
  const hint = elsewhere ?? own;
  return {
    path,
    atKey: true,
    message: "this key does not exist",
    given: quoted(key),
    ...(hint === "" || allowed.length <= fewKeys ? { allowed: allowed.join(", ") } : {}),
    ...(hint === "" ? {} : { hint }),
  };
}

const noPassword =
  "A treefile holds no passwords, and every machine would have the same: set one on the machine, or give keys for ssh.";

/** The form that fits the value's type is the one that was meant; else all forms are named. */
function unionFaults(forms: Issue[][], context: Context, inner: Path, input: unknown): readonly Fault[] {
  const pair = pairMeant(expectedTypes(forms), input, keysOf(context.schema, inner));
  if (pair !== undefined) return [{ path: context.path, given: quoted(input), ...pair }];
  const mistyped = (form: Issue[]) =>
    form.some((issue) => issue.code === "invalid_type" && issue.path.length === 0);
  const meant = forms.findIndex((form) => !mistyped(form));
  if (meant >= 0) {
    const schema = formsOf(partOf(context.schema, inner))[meant] ?? context.schema;
    return (forms[meant] ?? []).flatMap((issue) => issueFaults(issue, { ...context, schema }));
  }
  const expected = expectedTypes(forms);
  const given = givenText(input, context.spelling(context.path));
  return [{ path: context.path, given, ...wrongType(expected, input, context, inner) }];
}

function expectedTypes(forms: Issue[][]): readonly string[] {
  return forms.flat().flatMap((issue) => (issue.code === "invalid_type" ? [issue.expected] : []));
}

/** Where a pair can be, a map of one key that does not exist there is a pair in the writing of other tools. */
function pairMeant(
  expected: readonly string[],
  input: unknown,
  keys: readonly string[],
): TextFault | undefined {
  if (!expected.includes("tuple") || typeof input !== "object" || input === null) return undefined;
  const [entry, ...others] = Object.entries(input);
  if (entry === undefined || others.length > 0) return undefined;
  const [key, value]: readonly [string, unknown] = entry;
  if (keys.includes(key) || typeof value !== "string") return undefined;
  return { message: "expected a pair, not a map", allowed: "a pair", hint: `Write \`[${key}, ${value}]\`.` };
}

/** Where only a list of pairs can be, a map of texts is one in the writing of other tools. */
function pairsMeant(part: z.core.$ZodType | undefined, input: unknown): string | undefined {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return undefined;
  const pairs = Object.entries(input);
  if (pairs.length === 0 || !pairs.every(([, value]) => typeof value === "string")) return undefined;
  if (part === undefined || !z.safeParse(part, pairs).success) return undefined;
  return `[${pairs.map(([key, value]) => `[${key}, ${value}]`).join(", ")}]`;
}

/** The rule for a text says more than that it must be a text: `suite: 13`. */
function wrongType(
  expected: readonly string[],
  input: unknown,
  { schema, path, spelling }: Context,
  inner: Path,
): TextFault {
  const spelled = spelling(path);
  const fault = typeFault({ expected, input, spelled, isItem: typeof path.at(-1) === "number" });
  const part = partOf(schema, inner);
  const pairs = pairsMeant(part, input);
  if (pairs !== undefined) return { ...fault, hint: `Write a list of pairs: ${pairs}.` };
  const isPlain = typeof input === "number" || typeof input === "boolean";
  if (!isPlain || spelled === undefined || part === undefined) return fault;
  const asText = z.safeParse(part, spelled).error?.issues[0];
  const hint: unknown = asText?.code === "custom" ? asText.params?.["hint"] : undefined;
  return typeof hint === "string" ? { ...fault, hint } : fault;
}

/** A character that one cannot see, or takes for another, is the likeliest reason for a wrong name. */
function seen(input: unknown): { hint?: string } {
  const hint = typeof input === "string" ? strangeCharacterHint(input) : undefined;
  return hint === undefined ? {} : { hint };
}

function missingFault(schema: z.core.$ZodType, path: Path): TextFault {
  const description = z.globalRegistry.get(partOf(schema, path) ?? schema)?.description;
  return { message: "this key is missing", ...(description === undefined ? {} : { hint: description }) };
}

function givenText(input: unknown, spelled: string | undefined): string {
  if (input === null) return "nothing";
  return typeof input === "number" && spelled !== undefined ? quoted(spelled).slice(1, -1) : quoted(input);
}

function valueFault(values: readonly string[], input: unknown): TextFault {
  const near = typeof input === "string" ? closestWord(input, values) : undefined;
  return {
    message: `${quoted(input)} is not possible here`,
    allowed: values.join(", "),
    ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
    ...seen(input),
  };
}

/** A list of at most two is a pair. */
function tooBig(bound: number | bigint, origin: string): TextFault | undefined {
  if (origin === "array" && bound > 2) {
    return { message: "the list is too long", allowed: `at most ${bound} items` };
  }
  if (origin !== "int" && origin !== "number") return undefined;
  return { message: "the number is too big", allowed: `${bound} or less` };
}

/** The schemas bound texts and lists from below, numbers on both sides, and the length of pairs. */
function sizeFault(bound: number | bigint, origin: string): TextFault {
  if (origin === "int" || origin === "number") {
    return { message: "the number is too small", allowed: `${bound} or more` };
  }
  if (origin === "string") {
    return { message: "the text is empty", hint: "Give it a value, or remove the key." };
  }
  if (bound === 1) {
    return {
      message: "the list is empty",
      allowed: "at least one item",
      hint: "Add one, or remove the key.",
    };
  }
  return { message: "the list is not a pair", allowed: "two items", hint: pairHint };
}

/** Returns the keys of the map at a path below a schema. */
function keysOf(schema: z.core.$ZodType, path: Path): readonly string[] {
  const part = partOf(schema, path);
  const maps = [part, ...formsOf(part)].filter((form) => form instanceof z.ZodObject);
  return maps.flatMap((map) => Object.keys(map.shape));
}

function partOf(schema: z.core.$ZodType | undefined, path: Path): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional) return partOf(schema.unwrap(), path);
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  if (schema instanceof z.ZodArray) return partOf(schema.element, rest);
  if (schema instanceof z.ZodRecord) return partOf(schema.valueType, rest);
  if (schema instanceof z.ZodObject) return partOf(schema.shape[String(step)], rest);
  const forms = formsOf(schema).map((form) => partOf(form, path));
  return forms.find((form) => form !== undefined);
}

function formsOf(schema: z.core.$ZodType | undefined): readonly z.core.$ZodType[] {
  return schema instanceof z.ZodUnion ? schema.options : [];
}
