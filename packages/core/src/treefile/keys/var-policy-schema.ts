import * as z from "zod";
import { matchesPathPattern } from "../../text/path-pattern.ts";
import { varClasses, varEntryTypes, type VarRule } from "../../var-policy/var-rule.ts";
import { onePackageFaults } from "../../debian/package-name.ts";
import type { Path } from "../../document/position-map.ts";
import { quoted } from "../../text/quoted.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";
import type { Fault } from "../../document/document-file.ts";

/** A rule for what packages leave in /var, as a treefile writes it. */
export const varPolicySchema = z.strictObject({
  path: textSchema(pathFaults, {
    description: "Path in /var; `*` stands for any text within one part, a last `**` for everything below.",
    pattern: "^/var/",
    examples: ["/var/lib/postgresql/17/main"],
  }),
  class: z.enum(varClasses).meta({
    description:
      "`tmpfiles`: made again on the machine; `sysimage`: kept in /usr/lib/sysimage; `discard`: dropped, because a program makes it anew.",
  }),
  type: z.enum(varEntryTypes).meta({ description: "Only entries of this type." }).optional(),
  package: textSchema(onePackageFaults, {
    description: "The package that leaves the path: when it is installed, the rule must match.",
  }).optional(),
});
export type VarPolicyInput = z.input<typeof varPolicySchema>;

/** What the keys of one rule come to together. */
export function varRuleFaults(rule: unknown, path: Path): readonly Fault[] {
  const parsed = varPolicySchema.safeParse(rule);
  if (!parsed.success) return [];
  if (!holders.some((directory) => takes(parsed.data, directory))) return [];
  const message = "the rule also covers /var/lib/dpkg, which is dpkg's database";
  const hint = "Name what is meant more narrowly, or add `type: file`.";
  return [{ path: [...path, "path"], given: quoted(parsed.data.path), message, hint }];
}

/** With either of them goes what makes packages of the files of an image. */
const holders = ["/var/lib/dpkg", "/var/lib"];

function takes(rule: VarRule, directory: string): boolean {
  const isWhole = rule.class !== "tmpfiles";
  return isWhole && (rule.type ?? "directory") === "directory" && matchesPathPattern(rule.path, directory);
}

function pathFaults(text: string): readonly TextFault[] {
  const allowed = "an absolute path below /var";
  const fault = (message: string, hint: string): readonly TextFault[] => [{ message, allowed, hint }];
  if (/[\r\n]/.test(text)) return fault("the path has several lines", "Write one rule a path.");
  const moved = /^\/(home|srv|opt|mnt|root|usr\/local)(?=\/|$)/.exec(text)?.[1];
  if (moved !== undefined) {
    const place = moved === "root" ? "roothome" : moved.replace("usr/", "usr");
    return fault(
      `${quoted(text)} is not below /var`,
      `In an image it moves there: write \`/var/${place}${text.slice(moved.length + 1)}\`.`,
    );
  }
  if (!/^\/var\/./.test(text)) return fault(`${quoted(text)} is not below /var`, "Other paths need no rule.");
  const parts = text.slice(1).split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    return fault(`${quoted(text)} is not in its plain form`, "Leave `.`, `..` and empty parts away.");
  if (parts.slice(0, -1).some((part) => part.includes("**")) || /.\*\*|\*\*./.test(parts.at(-1) ?? ""))
    return fault("`**` stands elsewhere than at the end", "Write one `*` for each part of the path.");
  return [];
}
