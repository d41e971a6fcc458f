import * as z from "zod";
import { textSchema } from "../../../document/text-schema.ts";
import { variableNameFaults, variableNamePattern } from "../../../document/variables.ts";
import { treefileKey } from "../../layer/treefile-key.ts";

export const variables = treefileKey({
  name: "variables",
  isReadFirst: true,
  schema: z
    .record(
      textSchema(variableNameFaults, { description: "Name of the variable.", pattern: variableNamePattern }),
      z.union([z.string(), z.number(), z.boolean()]),
    )
    .meta({
      description: "Values for `${name}`; an including treefile may change them.",
      examples: [{ edition: "minimal" }],
    }),
});
