import type { Event } from "@debootc/core/event/event";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";

/** Returns dependencies that keep what a run says, for its own result, and pass it on. */
export function hearing<Dependencies extends Pick<PipelineDependencies, "emit">>(
  dependencies: Dependencies,
): { readonly events: readonly Event[]; readonly dependencies: Dependencies } {
  const events: Event[] = [];
  const emit = (event: Event) => {
    events.push(event);
    dependencies.emit(event);
  };
  return { events, dependencies: { ...dependencies, emit } };
}
