import type { Event } from "@debootc/core/event/event";

/** Shows the event stream of one run in one medium. */
export interface Renderer {
  readonly event: (event: Event) => void;
  /** The run was told to stop and is cleaning up. */
  readonly stopping: () => void;
  /** Leaves the medium as text after it expects it; can be called twice. */
  readonly close: () => void;
}
