import type { Event } from "@debootc/core/event/event";

/** What a door hands to the pipeline beside the request: all effects of the surroundings. */
export interface PipelineDependencies {
  readonly emit: (event: Event) => void;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  readonly environment: {
    /** Variables of proxies for programs that fetch. */
    readonly proxy: Readonly<Record<string, string>>;
    /** Variables by which git and ssh find what the user may read. */
    readonly git?: Readonly<Record<string, string>>;
    /** Who owns caches and results. */
    readonly user: { readonly uid: number; readonly gid: number };
  };
}
