import { parseRelations, type Relation, relationAccepts, type RelationGroup } from "../deb822/relations.ts";
import { fieldOf } from "../deb822/stanzas.ts";
import type { Pin } from "../debian/pin.ts";
import {
  type PackageUniverse,
  type PackageVersion,
  provides,
  type UniversePart,
} from "../lock/package-universe.ts";

/** Wins over the versions of all suites, but never goes back behind an installed one. */
const priority = 995;

/**
 * Returns pins by which apt takes from other sources what relations need and the suite cannot meet, from the first source
 * that has it, and what that needs in turn. Packages of one source package are pinned together, because they often need each
 * other in exactly their version. Nothing else comes from there.
 */
export function completingPins(
  groups: readonly RelationGroup[],
  universe: PackageUniverse,
  sourceIds: readonly string[],
): Pin[] {
  const taken = new Map<string, PackageVersion>();
  const followed = new Set<string>();
  const waiting = [...groups];
  for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
    if (!group.some((relation) => isMet(relation, universe, taken))) {
      const [offer] = offersFor(group, universe, sourceIds);
      for (const one of offer === undefined ? [] : familyOf(offer))
        if (!taken.has(one.name)) taken.set(one.name, one);
    }
    for (const { name, stanza } of [...taken.values()].filter((one) => isNamed(one, group))) {
      if (!followed.has(name)) waiting.push(...neededBy(stanza));
      followed.add(name);
    }
  }
  return [...taken.values()].map(({ name, version }) => ({
    package: name,
    pin: `version ${version}`,
    priority,
  }));
}

/** Lists versions that would meet relations which the suite cannot meet, for messages. */
export function offersElsewhere(
  groups: readonly RelationGroup[],
  universe: PackageUniverse,
  sourceIds: readonly string[],
): PackageVersion[] {
  return groups
    .filter((group) => !group.some((relation) => isMet(relation, universe, new Map())))
    .flatMap((group) => offersFor(group, universe, sourceIds).slice(0, 1));
}

function isMet(
  relation: Relation,
  universe: PackageUniverse,
  taken: ReadonlyMap<string, PackageVersion>,
): boolean {
  const own = taken.get(relation.name) ?? universe.candidateOf(relation.name);
  if (own !== undefined && relationAccepts(relation, own.version)) return true;
  const isOther = ({ name }: PackageVersion) => name !== relation.name && !taken.has(name);
  return (
    universe.solutionsOf(relation).some(isOther) || [...taken.values()].some((one) => provides(one, relation))
  );
}

function isNamed(one: PackageVersion, group: RelationGroup): boolean {
  return group.some((relation) => relation.name === one.name || provides(one, relation));
}

/** Returns what the sources have for the first alternative that any of them meets, in the order of the sources. */
function offersFor(
  group: RelationGroup,
  universe: PackageUniverse,
  sourceIds: readonly string[],
): PackageVersion[] {
  for (const relation of group) {
    const named = universe
      .versionsOf(relation.name)
      .filter(({ version }) => relationAccepts(relation, version));
    const offers = sourceIds.flatMap((id) => [
      ...named.filter(({ part }) => part.sourceId === id),
      ...universe.parts.filter((part) => part.sourceId === id).flatMap((part) => providersIn(part, relation)),
    ]);
    if (offers.length > 0) return offers;
  }
  return [];
}

function providersIn(part: UniversePart, relation: Relation): PackageVersion[] {
  return part.index
    .providing()
    .map((stanza) => offerOf(stanza, part))
    .filter((offer) => provides(offer, relation));
}

/** Returns the packages that were built together with one, which is the first. */
function familyOf(offer: PackageVersion): PackageVersion[] {
  const { part } = offer;
  const source = sourceOf(offer);
  const others = [...part.index.names()]
    .flatMap((name) => part.index.stanzasOf(name))
    .map((stanza) => offerOf(stanza, part))
    .filter((one) => one.name !== offer.name && sourceOf(one) === source);
  return [offer, ...others];
}

function offerOf(stanza: string, part: UniversePart): PackageVersion {
  return {
    name: fieldOf(stanza, "Package") ?? "",
    version: fieldOf(stanza, "Version") ?? "",
    stanza,
    part,
  };
}

/** Returns the name and version of the source package; binary rebuilds of one source are of one family. */
function sourceOf({ name, version, stanza }: PackageVersion): string {
  const [source = name, given] = (fieldOf(stanza, "Source") ?? name).split(/[\s()]+/);
  return `${source} ${given || version}`;
}

function neededBy(stanza: string): RelationGroup[] {
  return ["Pre-Depends", "Depends"].flatMap((field) => parseRelations(fieldOf(stanza, field) ?? ""));
}
