import { packagesRecord } from "@debootc/core/compose/packages-metadata";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { markerOf } from "@debootc/core/release/release-marker";
import { releasePackages, type ReleasePackages } from "@debootc/core/release/release-packages";
import type { ReleaseCalls } from "./release-calls.ts";

/** Is the release that notes are compared with. */
export interface PreviousRelease {
  readonly tag: string;
  readonly packages: ReleasePackages;
}

/** Returns the packages of the latest release that debootc made here, from its asset; undefined if there is none, or none to read. */
export async function previousPackages(
  calls: ReleaseCalls,
  tag: string,
): Promise<PreviousRelease | undefined> {
  const previous = (await calls.list()).find(
    ({ draft, tag_name, body }) => !draft && tag_name !== tag && markerOf(body) !== undefined,
  );
  const composeId = markerOf(previous?.body ?? null)?.composeId;
  if (previous === undefined || composeId === undefined) return undefined;
  const name = `${composeId}.packages.json`;
  const asset = (await calls.assets(previous.id)).find(
    (one) => one.name === name && one.state === "uploaded",
  );
  if (asset === undefined) return undefined;
  try {
    const text = (await calls.download(asset.id)).toString();
    return { tag: previous.tag_name, packages: releasePackages(packagesRecord.parse(text, name)) };
  } catch (error) {
    // What the notes compare with is worth no failure.
    if (error instanceof DebootcError) return undefined;
    throw error;
  }
}
