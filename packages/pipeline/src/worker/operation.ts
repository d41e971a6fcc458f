import type * as z from "zod";
import type { OperationContext } from "./operation-context.ts";

export type WorkerNamespace = "mount" | "network";

/** Is a step that only root can do, named so that the worker can be asked for it. */
export interface Operation<Request, Result> {
  readonly name: string;
  /** Namespaces of its own in which the worker runs; what is mounted there goes with it, however it ends. */
  readonly namespaces?: readonly WorkerNamespace[];
  readonly request: z.ZodType<Request>;
  readonly result: z.ZodType<Result>;
  readonly run: (request: Request, context: OperationContext) => Promise<Result>;
  /** What the operation made, to be given to the user who asked for it. */
  readonly results: (request: Request) => readonly string[];
}
