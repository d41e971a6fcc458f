type Json = Readonly<Record<string, unknown>>;

interface Correction {
  /** The keys that lead to the value in the document. */
  readonly where: readonly string[];
  readonly why: string;
  /** Returns the right value; undefined if the document is no longer wrong. */
  readonly mend: (value: unknown) => unknown;
}

/** Places where GitHub's description differs from what GitHub answers. */
const corrections: readonly Correction[] = [
  {
    where: [
      ...["paths", "/app/installations", "get", "responses", "200", "content", "application/json"],
      ...["schema", "items", "properties", "account"],
    ],
    why: "an account is a user or an enterprise, as the schema of one installation says, not both at once",
    mend: (value) => {
      const { allOf, ...rest } = value as Json;
      return allOf === undefined ? undefined : { ...rest, anyOf: allOf };
    },
  },
  {
    where: ["components", "schemas", "release-asset", "properties", "state", "enum"],
    why: "GitHub's page on uploads says that one that breaks off leaves an asset in the state starter",
    mend: (value) =>
      (value as string[]).includes("starter") ? undefined : [...(value as string[]), "starter"],
  },
];

/** Returns the document with its known mistakes put right. Throws if one of them is no longer there. */
export function correctedDocument(document: Json): Json {
  return corrections.reduce<Json>(
    (corrected, correction) => mended(corrected, correction.where, correction) as Json,
    document,
  );
}

function mended(value: unknown, [key, ...rest]: readonly string[], correction: Correction): unknown {
  if (key !== undefined && value !== undefined) {
    const map = value as Json;
    return { ...map, [key]: mended(map[key], rest, correction) };
  }
  const right = value === undefined ? undefined : correction.mend(value);
  if (right === undefined)
    throw new Error(
      `cannot correct the description: ${correction.where.join(" ")} is no longer wrong; remove its correction (${correction.why})`,
    );
  return right;
}
