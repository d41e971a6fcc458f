import { type Digest, digestSchema } from "../record/digest.ts";

/** Says which run made a release, and of what. */
export interface ReleaseMarker {
  readonly run: number;
  readonly composeId: string;
  /** That of its list of checksums. */
  readonly digest: Digest;
}

/** Returns the line at the end of the notes by which the hub knows its releases again; GitHub does not show it. */
export function markerText({ run, composeId, digest }: ReleaseMarker): string {
  return `<!-- debootc:release:${run}:${composeId}:${digest} -->`;
}

/** Returns what the marker in the notes of a release says; undefined if somebody else made it. */
export function markerOf(notes: string | null): ReleaseMarker | undefined {
  const form = /<!-- debootc:release:([0-9]{1,15}):([A-Za-z0-9.-]{1,200}):(\S{71}) -->/;
  const [, run, composeId, text] = form.exec(notes ?? "") ?? [];
  const digest = digestSchema.safeParse(text);
  if (run === undefined || composeId === undefined || !digest.success) return undefined;
  return { run: Number(run), composeId, digest: digest.data };
}
