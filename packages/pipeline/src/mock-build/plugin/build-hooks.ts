import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { FailureFact, HookDetails, RootHookName } from "./api.ts";
import { askHook } from "./ask-hook.ts";
import { type HookRoot, openHookRoot } from "./hook-root.ts";

/** Calls the hooks of one build that have its root. */
export interface BuildHooks {
  readonly call: <Name extends RootHookName>(
    name: Name,
    details: Omit<HookDetails[Name], "sourceTree">,
  ) => Promise<void>;
  /** Calls the last hook that has the root, and ends what still runs in it for plugins. */
  readonly end: () => Promise<void>;
}

/** Returns the hooks of one build, for the worker that has its root. */
export function buildHooks(
  sourceTree: string,
  view: HookRoot["view"],
  context: OperationContext,
): BuildHooks {
  const root = openHookRoot(view);
  const call: BuildHooks["call"] = (name, details) =>
    askHook(name, { ...details, sourceTree } as HookDetails[typeof name], root, context);
  return {
    call,
    end: async () => {
      try {
        // A plugin must not hide why a build failed.
        if (!context.signal.aborted) await call("beforeUnmount", {});
      } catch (error) {
        context.log(`beforeUnmount: ${String(error)}`);
      } finally {
        await root.close();
      }
    },
  };
}

/** Describes a failure for hooks. */
export function failureFact(error: unknown): FailureFact {
  const message = error instanceof Error ? error.message : String(error);
  return { code: error instanceof DebootcError ? error.code : "internal-fault", message };
}
