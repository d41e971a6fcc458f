import { rm } from "node:fs/promises";
import * as z from "zod";
import type { Operation } from "../worker/operation.ts";

const requestSchema = z.strictObject({
  /** Absolute path of a tree that debootc made. */
  path: z.string().regex(/^\/.+/),
});
const resultSchema = z.strictObject({});

/** Removes a tree whose files belong to many users. */
export const removeTreeOperation: Operation<z.infer<typeof requestSchema>, z.infer<typeof resultSchema>> = {
  name: "remove-tree",
  request: requestSchema,
  result: resultSchema,
  run: async ({ path }) => {
    await rm(path, { recursive: true, force: true });
    return {};
  },
  results: () => [],
};
