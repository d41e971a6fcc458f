import type * as z from "zod";
import type { OperationContext } from "./operation-context.ts";

/** A step that only root can do, named so that the worker can be asked for it. */
export interface Operation<Request, Result> {
  readonly name: string;
  readonly request: z.ZodType<Request>;
  readonly result: z.ZodType<Result>;
  readonly run: (request: Request, context: OperationContext) => Promise<Result>;
  /** What the operation made, to be given to the user who asked for it. */
  readonly results: (request: Request) => readonly string[];
}
