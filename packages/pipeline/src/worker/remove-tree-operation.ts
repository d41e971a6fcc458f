import * as z from "zod";
import { removeTree } from "./remove-tree.ts";
import type { Operation } from "./operation.ts";

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
    await removeTree(path);
    return {};
  },
  results: () => [],
};
