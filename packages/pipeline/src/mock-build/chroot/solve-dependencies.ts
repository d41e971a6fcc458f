import { pinRecordSchema } from "@debootc/core/debian/pin";
import { solveBuildDependencies } from "@debootc/tools/apt/apt-build-dep";
import * as z from "zod";
import type { Operation } from "../../worker/operation.ts";

const requestSchema = z.strictObject({
  root: z.string(),
  aptDirectory: z.string(),
  workDirectory: z.string(),
  dsc: z.string(),
  hostArchitecture: z.string(),
  profiles: z.array(z.string()),
  pins: z.array(pinRecordSchema),
});
type Request = z.infer<typeof requestSchema>;

const resultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("solved"),
    selected: z.array(z.strictObject({ uri: z.string(), name: z.string(), sha256: z.string().optional() })),
    removed: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal("unmet"), said: z.string() }),
  z.strictObject({
    kind: z.literal("unusable"),
    name: z.string(),
    version: z.string(),
    said: z.string(),
  }),
]);
type DependencySolution = z.infer<typeof resultSchema>;

/** Lets a chroot's own apt solve build dependencies inside it, which only root can enter. */
export const solveDependenciesOperation: Operation<Request, DependencySolution> = {
  name: "solve-build-dependencies",
  request: requestSchema,
  result: resultSchema,
  run: async (request, { log, signal }) => {
    const solution = await solveBuildDependencies({ ...request, signal, onLine: log });
    return solution.kind === "solved"
      ? { kind: "solved", selected: [...solution.selected], removed: [...solution.removed] }
      : solution;
  },
  results: () => [],
};
