import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { FailureFact, HookDetails, RootHookName } from "./api.ts";
import { askHook } from "./ask-hook.ts";
import { type HookRoot, openHookRoot } from "./hook-root.ts";

interface BuildHooks {
  readonly call: <Name extends RootHookName>(
    name: Name,
    details: Omit<HookDetails[Name], "sourceTree">,
  ) => Promise<void>;
  /** The last time that the root is there. What still runs in it for plugins ends. */
  readonly end: () => Promise<void>;
}

/** The hooks of one build, from within the worker that has its root. */
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
        // Nothing of plugins may hide why a build failed.
        if (!context.signal.aborted) await call("beforeUnmount", {});
      } catch (error) {
        context.log(`beforeUnmount: ${String(error)}`);
      } finally {
        await root.close();
      }
    },
  };
}

/** A failure as hooks are told of it. */
export function failureFact(error: unknown): FailureFact {
  const message = error instanceof Error ? error.message : String(error);
  return { code: error instanceof DebootcError ? error.code : "internal-fault", message };
}
