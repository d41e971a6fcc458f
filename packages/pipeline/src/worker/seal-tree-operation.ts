import { digestSchema } from "@debootc/core/record/digest";
import * as z from "zod";
import type { Operation } from "./operation.ts";
import { sealTree } from "./seal-tree.ts";

const requestSchema = z.strictObject({ path: z.string().regex(/^\/.+/) });
const resultSchema = z.strictObject({ seal: digestSchema });

/** Seals a tree of which the user may not read every file. */
export const sealTreeOperation: Operation<z.infer<typeof requestSchema>, z.infer<typeof resultSchema>> = {
  name: "seal-tree",
  request: requestSchema,
  result: resultSchema,
  run: async ({ path }, { signal }) => ({ seal: await sealTree(path, signal) }),
  results: () => [],
};
