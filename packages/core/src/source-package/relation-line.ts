/** Returns the line of debian/control on which a field of the source package names a package first; counts from 1. */
export function relationLine(control: string, field: string, name: string): number | undefined {
  const named = new RegExp(`(?:^|[\\s,|:])${name.replace(/[.+]/g, "\\$&")}(?![a-z0-9+.-])`);
  let isInside = false;
  for (const [index, line] of control.split("\n").entries()) {
    if (line.startsWith("#")) continue;
    // The paragraph of the source package is the first one.
    if (line.trim() === "" && index > 0) return undefined;
    const key = /^([^\s:]+):/.exec(line)?.[1];
    if (key !== undefined) isInside = key.toLowerCase() === field.toLowerCase();
    if (isInside && named.test(line)) return index + 1;
  }
  return undefined;
}
