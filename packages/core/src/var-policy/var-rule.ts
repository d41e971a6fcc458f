import * as yaml from "js-yaml";
import * as z from "zod";

export const varClasses = ["tmpfiles", "sysimage", "discard"] as const;
export const varEntryTypes = ["file", "directory", "symlink"] as const;

/**
 * What becomes of a path that packages leave in /var, which an image cannot ship:
 * `tmpfiles` makes it again on the machine (directories and links by a line, files by a copy kept in
 * /usr/share/factory), `sysimage` keeps it in /usr/lib/sysimage, `discard` drops it. A rule for a directory
 * of class `sysimage` or `discard` takes all below it.
 */
export const varRuleSchema = z.strictObject({
  /** Absolute path; `*` stands for any text in one component, a last `**` for everything below. */
  path: z.string().regex(/^\/var\/.+/, "must lie below /var"),
  class: z.enum(varClasses),
  /** Only entries of this type. */
  type: z.enum(varEntryTypes).optional(),
  /** Binary package that leaves the path: when it is installed and nothing matches, the rule is stale. */
  package: z.string().optional(),
});
export type VarRule = z.infer<typeof varRuleSchema>;

export function parseVarRules(text: string): VarRule[] {
  return z.array(varRuleSchema).parse(yaml.load(text));
}

export function matchesVarPath(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.at(-1) === "**") {
    wanted.pop();
    return given.length > wanted.length && wanted.every((part, index) => matchesComponent(part, given[index] ?? ""));
  }
  return given.length === wanted.length && wanted.every((part, index) => matchesComponent(part, given[index] ?? ""));
}

function matchesComponent(pattern: string, text: string): boolean {
  if (!pattern.includes("*")) return pattern === text;
  const [head = "", ...rest] = pattern.split("*");
  const last = rest.pop() ?? "";
  if (!text.startsWith(head)) return false;
  let position = head.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return text.length - last.length >= position && text.endsWith(last);
}
