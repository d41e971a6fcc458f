import type * as z from "zod";

/** Refuses a map that has none or several of keys of which it must have one. */
export function oneOf(
  value: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  context: z.core.$RefinementCtx,
): void {
  const [first, second] = keys.filter((key) => value[key] !== undefined);
  if (first !== undefined && second === undefined) return;
  context.addIssue({
    code: "custom",
    message: first === undefined ? "it says nothing" : `it says both ${first} and ${second}`,
    params: { allowed: `one of ${keys.join(", ")}` },
  });
}
