import type { SourceBinary } from "./source-package.ts";

/**
 * Parses one line of the `Package-List` of a .dsc (dsc(5)): `name type section priority arch=any,all profile=!nocheck`.
 * Returns undefined for a line of another form.
 */
export function parsePackageListLine(line: string): SourceBinary | undefined {
  const [name, type, section, priority, ...attributes] = line.split(/\s+/);
  if (name === undefined || type === undefined || section === undefined || priority === undefined)
    return undefined;
  const valueOf = (key: string) =>
    attributes.find((attribute) => attribute.startsWith(`${key}=`))?.slice(key.length + 1);
  const listOf = (text: string | undefined, separator: string) =>
    text?.split(separator).filter(Boolean) ?? [];
  return {
    name,
    type,
    architectures: listOf(valueOf("arch"), ","),
    // dpkg-source writes `<a b> <c>` as `a,b+c`.
    profiles: listOf(valueOf("profile"), "+").map((group) => listOf(group, ",")),
  };
}
