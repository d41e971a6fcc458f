/** Compares two Debian versions (deb-version(7)): negative when `a` is earlier, 0 when they are equal. */
export function compareVersions(a: string, b: string): number {
  const left = splitVersion(a);
  const right = splitVersion(b);
  return (
    left.epoch - right.epoch ||
    compareParts(left.upstream, right.upstream) ||
    compareParts(left.revision, right.revision)
  );
}

const accepts = {
  "<<": (order: number) => order < 0,
  "<=": (order: number) => order <= 0,
  "=": (order: number) => order === 0,
  ">=": (order: number) => order >= 0,
  ">>": (order: number) => order > 0,
  // Obsolete spellings that Policy 7.1 still allows in archives.
  "<": (order: number) => order <= 0,
  ">": (order: number) => order >= 0,
};
/** Names the relation operators of deb-control(5). */
export type VersionOperator = keyof typeof accepts;

export function isVersionOperator(text: string): text is VersionOperator {
  return Object.hasOwn(accepts, text);
}

export function versionSatisfies(version: string, operator: VersionOperator, bound: string): boolean {
  return accepts[operator](compareVersions(version, bound));
}

interface SplitVersion {
  readonly epoch: number;
  readonly upstream: string;
  readonly revision: string;
}

function splitVersion(version: string): SplitVersion {
  const colon = version.indexOf(":");
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf("-");
  return {
    epoch: colon === -1 ? 0 : Number(version.slice(0, colon)),
    upstream: dash === -1 ? rest : rest.slice(0, dash),
    // An absent revision equals the revision "0", and both equal the empty one.
    revision: dash === -1 ? "" : rest.slice(dash + 1),
  };
}

/** dpkg's verrevcmp: alternately compares runs of other characters by `weight` and runs of digits by value. */
function compareParts(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const order = weight(a, i) - weight(b, j);
      if (order !== 0) return order;
      i++;
      j++;
    }
    while (a[i] === "0") i++;
    while (b[j] === "0") j++;
    let firstDifference = 0;
    while (isDigit(a, i) && isDigit(b, j)) {
      firstDifference ||= a.charCodeAt(i) - b.charCodeAt(j);
      i++;
      j++;
    }
    if (isDigit(a, i)) return 1;
    if (isDigit(b, j)) return -1;
    if (firstDifference !== 0) return firstDifference;
  }
  return 0;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
}

/** Orders `~` before the end, the end before letters, and letters before everything else. */
function weight(text: string, index: number): number {
  if (index >= text.length || isDigit(text, index)) return 0;
  const character = text.charAt(index);
  if (character === "~") return -1;
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
}
