import { parseVersion } from "../version/debian-version.ts";
import { type BuildRelationGroup, readableRelations, type RelationScope } from "./build-relations.ts";

/**
 * Returns what is known of a relation field of debian/control before the build: the version of the source package is
 * filled in; bounds that only the build knows are dropped, and so are relations that it adds (`${shlibs:Depends}`).
 */
export function knownRelations(field: string, version: string, scope: RelationScope): BuildRelationGroup[] {
  const { epoch, upstream = "" } = parseVersion(version) ?? {};
  const known = field
    .replaceAll(/\$\{(?:binary:Version|source:Version|Source-Version)\}/g, () => version)
    .replaceAll("${source:Upstream-Version}", () => `${epoch === undefined ? "" : `${epoch}:`}${upstream}`);
  const bounded = known.replaceAll(/\([^()]*\)/g, (bound) => (bound.includes("$") ? "" : bound));
  return readableRelations(bounded, scope);
}
