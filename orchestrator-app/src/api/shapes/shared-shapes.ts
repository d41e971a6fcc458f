import { z } from "@hono/zod-openapi";
import { failureClasses } from "@debootc/core/error/failure-class";

export const timeSchema = z.iso.datetime().openapi({ example: "2026-11-30T12:00:00.000Z" });

/** Takes numbers of runs and tasks from paths and queries. */
export const numberSchema = z.coerce.number<string>().int().min(1).max(Number.MAX_SAFE_INTEGER);

export const failureSchema = z
  .object({
    code: z.string(),
    class: z.enum(failureClasses),
    message: z.string(),
    hint: z.string().optional(),
  })
  .openapi("Failure");

/** Holds the parameters of every list. */
export const pageParameters = {
  cursor: z.string().max(1000).optional().openapi({ description: "`next` of the page before." }),
  limit: z.coerce.number<string>().int().min(1).max(200).default(50).openapi({
    description: "How many items a page has at most.",
  }),
};

/** Describes the header by which a repeated request is done once. */
export const idempotencyHeader = z.object({
  "idempotency-key": z.string().optional().openapi({
    description:
      "A request with the key of an earlier one is not done again: it gets the answer of that one.",
  }),
});

/** Returns the schema of a page of a list. */
export function pageSchema<T extends z.ZodType>(item: T, name: string) {
  return z
    .strictObject({
      items: z.array(item),
      next: z
        .string()
        .optional()
        .openapi({ description: "The cursor of the next page, unless this is the last one." }),
    })
    .openapi(name);
}

/** Returns a page of rows of which one more than fits was asked for. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { item, cursor }: { readonly item: (row: Row) => Item; readonly cursor: (row: Row) => string },
): { items: Item[]; next?: string } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(item);
  return rows.length > limit && last !== undefined ? { items, next: cursor(last) } : { items };
}
