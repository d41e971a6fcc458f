import * as z from "zod";
import { measureTree } from "./measure-tree.ts";
import type { Operation } from "./operation.ts";

const requestSchema = z.strictObject({ path: z.string().regex(/^\/.+/) });
const resultSchema = z.strictObject({ files: z.int(), bytes: z.int() });

/** Counts a tree of which the user may not read every directory. */
export const measureTreeOperation: Operation<z.infer<typeof requestSchema>, z.infer<typeof resultSchema>> = {
  name: "measure-tree",
  request: requestSchema,
  result: resultSchema,
  run: ({ path }) => measureTree(path),
  results: () => [],
};
