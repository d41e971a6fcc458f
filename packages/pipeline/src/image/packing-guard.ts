import { DebootcError } from "@debootc/core/error/debootc-error";
import { countOf, formatBytes } from "@debootc/core/text/amount";

/** Watches over lanes that pack layers side by side. */
export interface PackingGuard {
  /** A lane, counted from 0, begins with a layer. */
  readonly begin: (lane: number, layer: string, bytes: number) => void;
  /** The lane packed a block of it. */
  readonly packed: (lane: number, bytes: number) => void;
  readonly end: (lane: number) => void;
  /** Time passed. Returns the failure once no lane did anything for as long as the guard is patient. */
  readonly passed: (seconds: number) => DebootcError | undefined;
}

interface Lane {
  layer?: { readonly name: string; readonly bytes: number; packed: number };
  finished: number;
}

/**
 * Returns a guard over lanes, which notices that nothing is packed any more. It is told of the time that passed, so that
 * a machine that slept was not slow.
 */
export function packingGuard(lanes: number, patience: number): PackingGuard {
  const states = Array.from({ length: lanes }, (): Lane => ({ finished: 0 }));
  let quiet = 0;
  const change = (lane: number, by: (state: Lane) => void) => {
    quiet = 0;
    const state = states[lane];
    if (state !== undefined) by(state);
  };
  return {
    begin: (lane, name, bytes) =>
      change(lane, (state) => {
        state.layer = { name, bytes, packed: 0 };
      }),
    packed: (lane, bytes) =>
      change(lane, ({ layer }) => {
        if (layer !== undefined) layer.packed += bytes;
      }),
    end: (lane) =>
      change(lane, (state) => {
        delete state.layer;
        state.finished += 1;
      }),
    passed: (seconds) => {
      quiet += seconds;
      return quiet < patience ? undefined : stoodStill(states, quiet);
    },
  };
}

function stoodStill(states: readonly Lane[], seconds: number): DebootcError {
  const lines = states.map(({ layer, finished }, index) => {
    const doing = layer
      ? `${formatBytes(layer.packed)} of ${formatBytes(layer.bytes)} of ${layer.name}, after`
      : "waits after";
    return `  lane ${index + 1}: ${doing} ${countOf(finished, "layer")}`;
  });
  return new DebootcError(
    "internal-fault",
    `packing the layers stood still for ${seconds} s:\n${lines.join("\n")}`,
    {
      hint: "The disk may have stopped, or the thread pool of Node. Run the command again; if it stops again, report this message.",
    },
  );
}
