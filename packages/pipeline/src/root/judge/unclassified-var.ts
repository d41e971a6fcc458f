import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { matchesPrintedPath, pathInYaml } from "@debootc/core/text/printed-path";
import { printableName } from "@debootc/core/tar/escaped-name";
import type { VarEntry } from "@debootc/core/var-policy/classify-var";
import { lastingPath } from "@debootc/core/var-policy/lasting-path";
import { type UnknownTree, unknownTrees } from "@debootc/core/var-policy/unknown-trees";
import type { VarRule } from "@debootc/core/var-policy/var-rule";
import type { Maker } from "./path-makers.ts";
import type { Judged } from "./judged-root.ts";
import { varRulesHint, varRuleText } from "./var-rule-text.ts";

/** Reports paths in /var without a rule: who left them, and the rule that each of them needs. */
export function unclassifiedVar(
  entries: readonly VarEntry[],
  unknown: readonly VarEntry[],
  judged: Judged,
): Diagnostic[] {
  const byMaker = Map.groupBy(unknown, ({ path }) => stageOf(judged.makerOf(path)));
  return [...byMaker.values()].flatMap((left) => {
    const isLeft = new Set(left.map(({ path }) => path));
    const others = entries.filter(({ path, type }) => type !== "directory" && !isLeft.has(path));
    const local = Map.groupBy(left, ({ path }) => localPlace(judged.placeOf(path)));
    return [...local].flatMap(([place, some]) =>
      place === undefined
        ? unknownTrees(entries, some).map((tree) => leftInVar(tree, others, judged))
        : [leftInLocal(place, some, judged)],
    );
  });
}

/** What a package ships and what its scripts make can be treated alike. */
function stageOf({ kind }: Maker): Maker["kind"] {
  return kind === "package" ? "maintainer-script" : kind;
}

/** Names the directory that an image may have for itself. */
function localPlace(place: string): string | undefined {
  return /^\/(?:opt|usr\/local)(?=\/)/.exec(place)?.[0];
}

/** Offers no copy in /var: programs there would never be updated. */
function leftInLocal(local: string, entries: readonly VarEntry[], judged: Judged): Diagnostic {
  const [first] = entries;
  const shown = entries.length === 1 && first !== undefined ? judged.placeOf(first.path) : local;
  return {
    severity: "error",
    code: "var-unclassified",
    key: "opt-usrlocal",
    message: `${printableName(shown)}: ${makersOf(entries, judged).name} left ${whatOf(entries)}, but ${local} belongs to the machine`,
    hint: "Make /opt and /usr/local part of the image, which then updates what is there: opt-usrlocal: root",
  };
}

function leftInVar({ path, entries }: UnknownTree, others: readonly VarEntry[], judged: Judged): Diagnostic {
  const place = judged.placeOf(path);
  const makers = makersOf(entries, judged);
  const fate = fateOf(entries, makers);
  const rule: VarRule = {
    path: patternFor(path, entries.length > 1 && fate !== "sysimage", others),
    class: fate,
    ...(makers.package === undefined ? {} : { package: makers.package }),
  };
  return {
    severity: "error",
    code: "var-unclassified",
    ...(makers.kind === "postprocess" ? { key: "postprocess" } : {}),
    message: `${printableName(place)}: ${makers.name} left ${whatOf(entries)} in /var that no rule covers`,
    allowed: `${entries.some(isProgram) ? "" : "tmpfiles (copied to /var at boot), "}sysimage (kept in /usr/lib/sysimage), discard (made again when needed)`,
    hint: `${elseways(place, entries, makers)}say in the treefile what becomes of it${reasons[fate](entries)}, ${varRulesHint([varRuleText(rule)])}`,
  };
}

/** Offers what else can be done: removing a file helps only where that comes after it is made. */
function elseways(place: string, entries: readonly VarEntry[], { kind }: Maker): string {
  if (kind === "postprocess") {
    const onMachine = entries.some(isProgram)
      ? ""
      : " and make it on the machine by a file in /usr/lib/tmpfiles.d";
    return `Let the script remove it, or put it below /usr${onMachine},\n  or `;
  }
  return kind === "package" || kind === "maintainer-script"
    ? `Leave it out of the image: remove-files: [${pathInYaml(place)}]\n  or `
    : "Please ";
}

const reasons: Readonly<Record<VarRule["class"], (entries: readonly VarEntry[]) => string>> = {
  tmpfiles: () => "",
  sysimage: () => " (programs are only updated below /usr)",
  discard: (entries) =>
    entries.some(mayBeSecret)
      ? " (it may be a secret, which every machine would share: a machine makes its own, by its program or by a unit with ConditionPathExists=!)"
      : "",
};

function fateOf(entries: readonly VarEntry[], { kind }: Maker): VarRule["class"] {
  if (kind === "initramfs") return "discard";
  if (entries.some(isProgram)) return "sysimage";
  return kind !== "package" && entries.some(mayBeSecret) ? "discard" : "tmpfiles";
}

/** A copy of a program in /var would never be updated. */
function isProgram({ type, mode }: VarEntry): boolean {
  return type === "file" && (mode & 0o111) !== 0;
}

/** Matches names of files that hold something secret, wherever a word of a name begins and ends. */
const secretName =
  /(?:^|[/._-])(?:secrets?|passw(?:or)?ds?|passphrases?|private|credentials?|tokens?|cookies?|keys?|htpasswd|shadow)(?=[/._-]|$)/i;

/** What not everybody may read may be a secret, and what has such a name, if it is long enough to be one. */
function mayBeSecret({ type, mode, path, size = 0 }: VarEntry): boolean {
  return type === "file" && size >= 16 && ((mode & 0o004) === 0 || secretName.test(path));
}

/** Makes the pattern of a rule, which outlives a version in the path unless it would then take other files too. */
function patternFor(path: string, isTree: boolean, others: readonly VarEntry[]): string {
  const below = isTree ? "/**" : "";
  const lasting = `${lastingPath(path)}${below}`;
  return others.some((other) => matchesPrintedPath(lasting, other.path)) ? `${path}${below}` : lasting;
}

/** Joins the makers of entries that are reported together. */
function makersOf(entries: readonly VarEntry[], { makerOf }: Judged): Maker {
  const makers = entries.map(({ path }) => makerOf(path));
  const [first = { kind: "unknown", name: "the build" } as const] = makers;
  const names = [...new Set(makers.map(({ name }) => name))];
  if (names.length === 1) return first;
  const shown = names.length > 3 ? [...names.slice(0, 2), "others"] : names;
  return { kind: stageOf(first), name: `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` };
}

function whatOf(entries: readonly VarEntry[]): string {
  return entries.length === 1 ? `a ${entries[0]?.type}` : `${entries.length} files`;
}
