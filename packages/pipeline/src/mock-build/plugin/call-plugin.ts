import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { LoadedPlugin } from "./loaded-plugin.ts";

interface Call<T> {
  readonly plugin: LoadedPlugin;
  /** Name of the hook, or `setup`. */
  readonly hook: string;
  readonly signal: AbortSignal;
  readonly call: (signal: AbortSignal) => T | Promise<T>;
}

/** How a call of a plugin ended. */
type CallOutcome<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly diagnostic: Diagnostic };

/**
 * Calls a plugin and contains what it does wrong: an exception, a rejection, or that it does not end in time, even when
 * it does not heed its signal. Throws only `cancelled`, and `plugin-failed` for one that is required.
 */
export async function callPlugin<T>({ plugin, hook, signal, call }: Call<T>): Promise<CallOutcome<T>> {
  const { name, required, timeoutSeconds } = plugin;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutSeconds * 1000);
  const own = AbortSignal.any([signal, late.signal]);
  const ended = Promise.withResolvers<never>();
  const stop = () => ended.reject(new Stopped());
  own.addEventListener("abort", stop, { once: true });
  try {
    if (own.aborted) throw new Stopped();
    const value = await Promise.race([new Promise<T>((settle) => settle(call(own))), ended.promise]);
    return { kind: "done", value };
  } catch (error) {
    if (signal.aborted) throw new DebootcError("cancelled", `${name}: cancelled`, { cause: error });
    const why = late.signal.aborted ? `did not end within ${timeoutSeconds} s` : `failed: ${reasonOf(error)}`;
    const message = `the plugin ${name} ${why}, at ${hook}`;
    const hint = hintOf(error, late.signal.aborted);
    if (required) throw new DebootcError("plugin-failed", message, { hint, cause: error });
    return {
      kind: "failed",
      diagnostic: {
        severity: "warning",
        code: "plugin-failed",
        key: `plugins.${name}`,
        message,
        hint: `${hint} The build goes on without it; \`required: true\` makes this the build's failure.`,
      },
    };
  } finally {
    clearTimeout(timer);
    own.removeEventListener("abort", stop);
    // Whoever still works for the plugin is to end.
    late.abort();
    ended.promise.catch(() => {});
  }
}

class Stopped extends Error {}

function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}

function hintOf(error: unknown, isLate: boolean): string {
  if (isLate) return "Give it more time with `timeout`, or switch it off.";
  return error instanceof DebootcError && error.hint !== undefined ? error.hint : "Look at the plugin.";
}
