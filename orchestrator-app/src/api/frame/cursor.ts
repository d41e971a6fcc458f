import { DebootcError } from "@debootc/core/error/debootc-error";
import { digestOf } from "@debootc/core/record/digest";
import { z } from "@hono/zod-openapi";

const envelope = z.tuple([z.literal(1), z.string(), z.unknown()]);

/**
 * Writes where a page ends. A cursor is no secret and gives no rights: it holds the place in a list, and a digest of the
 * filters, so that it continues only the list that it came from.
 */
export function writeCursor(filter: object, place: unknown): string {
  return Buffer.from(JSON.stringify([1, digestOfFilter(filter), place])).toString("base64url");
}

/** Reads a cursor of the list with these filters. Throws `request-invalid`. */
export function readCursor<T>(
  text: string | undefined,
  filter: object,
  placeSchema: z.ZodType<T>,
): T | undefined {
  if (text === undefined) return undefined;
  const parsed = envelope.safeParse(jsonOf(text));
  if (!parsed.success) throw invalid("it did not come from this hub");
  const [, digest, place] = parsed.data;
  if (digest !== digestOfFilter(filter)) throw invalid("it belongs to a list with other filters");
  const result = placeSchema.safeParse(place);
  if (!result.success) throw invalid("it did not come from this hub");
  return result.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

function digestOfFilter(filter: object): string {
  return digestOf(filter).slice("sha256:".length, "sha256:".length + 16);
}

function invalid(reason: string): DebootcError {
  return new DebootcError("request-invalid", `cannot use the cursor: ${reason}`, {
    hint: "Take `next` of the page before, with the same filters, or begin without a cursor.",
  });
}
