import { parseVersion } from "../version/debian-version.ts";
import { type BuildRelationGroup, readableRelations, type RelationScope } from "./build-relations.ts";

/**
 * What is known of a relation field of debian/control before its package is built: the version of the source package is
 * filled in, another bound that only the build knows falls away, and so does what it adds (`${shlibs:Depends}`).
 */
export function knownRelations(field: string, version: string, scope: RelationScope): BuildRelationGroup[] {
  const { epoch, upstream = "" } = parseVersion(version) ?? {};
  const known = field
    .replaceAll(/\$\{(?:binary:Version|source:Version|Source-Version)\}/g, () => version)
    .replaceAll("${source:Upstream-Version}", () => `${epoch === undefined ? "" : `${epoch}:`}${upstream}`);
  const bounded = known.replaceAll(/\([^()]*\)/g, (bound) => (bound.includes("$") ? "" : bound));
  return readableRelations(bounded, scope);
}
