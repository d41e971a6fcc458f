import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import { printable } from "../text/printable.ts";
import { canonicalJson } from "./canonical-json.ts";

/** Describes a stored format of debootc: `{schema: "debootc/<name>", version: n, ...}` in canonical JSON. */
export interface RecordFormat<T> {
  readonly name: string;
  readonly version: number;
  readonly schema: z.ZodType<T>;
  /** Reads stored text. `origin` names the file for messages. Throws `record-invalid`. */
  readonly parse: (text: string, origin: string) => T;
  /** Returns canonical text with a final newline. */
  readonly serialize: (value: T) => string;
}

/** How many issues of one record are reported; a damaged one may have thousands. */
const mostIssues = 10;

const damaged = "The file is damaged, or was edited: make it again, or fetch it again.";

// A key with the name of one of the envelope's keys would be hidden.
type RecordShape = z.ZodRawShape & { readonly schema?: never; readonly version?: never };

export function defineRecord<Shape extends RecordShape>(name: string, version: number, shape: Shape) {
  const body = z.strictObject(shape);
  const envelope = z.strictObject({
    schema: z.literal(`debootc/${name}`),
    version: z.literal(version),
    ...shape,
  });
  type Body = z.infer<typeof body>;

  const parse = (text: string, origin: string): Body => {
    const value = parseJson(text, origin);
    refuseOther(value, name, version, origin);
    const { schema: _schema, version: _version, ...rest } = value as Record<string, unknown>;
    const result = body.safeParse(rest);
    if (!result.success) {
      throw new DebootcError(
        "record-invalid",
        `${origin}: not a valid debootc/${name}: ${z.prettifyError({ issues: result.error.issues.slice(0, mostIssues) })}`,
        { hint: damaged },
      );
    }
    return result.data;
  };

  return {
    name,
    version,
    schema: body as z.ZodType<Body>,
    envelope,
    parse,
    serialize: (value: Body) => `${canonicalJson({ ...value, schema: `debootc/${name}`, version })}\n`,
  };
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DebootcError("record-invalid", `${origin}: not JSON: ${printable((error as Error).message)}`, {
      hint: damaged,
      cause: error,
    });
  }
}

const headSchema = z.object({ schema: z.string(), version: z.number() });

function refuseOther(value: unknown, name: string, version: number, origin: string): void {
  const head = headSchema.safeParse(value);
  if (!head.success || head.data.schema !== `debootc/${name}`) {
    throw new DebootcError("record-invalid", `${origin}: not a debootc/${name} record`, {
      hint: `The file must begin with "schema":"debootc/${name}" and a "version".`,
    });
  }
  if (head.data.version > version) {
    throw new DebootcError(
      "record-invalid",
      `${origin}: debootc/${name} version ${head.data.version} is newer than this debootc, which reads up to ${version}`,
      { hint: "Use the debootc that wrote it, or a newer one." },
    );
  }
}
