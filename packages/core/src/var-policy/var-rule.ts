import * as yaml from "js-yaml";
import * as z from "zod";

export const varClasses = ["tmpfiles", "sysimage", "discard"] as const;
export const varEntryTypes = ["file", "directory", "symlink"] as const;

/**
 * Says what happens to a path that packages leave in /var, which an image cannot ship:
 * `tmpfiles` recreates it on the machine (directories and links by a line, files by a copy kept in
 * /usr/share/factory), `sysimage` keeps it in /usr/lib/sysimage, `discard` drops it. A rule for a directory
 * of class `sysimage` or `discard` takes everything below it.
 */
export const varRuleSchema = z.strictObject({
  /** Absolute path; `*` is any text in one component, a final `**` everything below. */
  path: z.string().regex(/^\/var\/.+/, "must be below /var"),
  class: z.enum(varClasses),
  /** Only entries of this type. */
  type: z.enum(varEntryTypes).optional(),
  /** Binary package that leaves the path; if it is installed and nothing matches, the rule is stale. */
  package: z.string().optional(),
});
export type VarRule = z.infer<typeof varRuleSchema>;

export function parseVarRules(text: string): VarRule[] {
  return z.array(varRuleSchema).parse(yaml.load(text));
}
