import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import { releaseShortSchema, releaseVersionSchema } from "./compose-id.ts";

/** What is composed, in productmd's words. */
export const releaseSchema = z.strictObject({
  short: releaseShortSchema,
  /** For people. */
  name: z.string().min(1),
  version: releaseVersionSchema,
});
export type Release = z.infer<typeof releaseSchema>;

/** productmd's rule for a variant's id. */
export const variantIdSchema = z.string().regex(/^[a-zA-Z0-9]+$/);

interface Named {
  readonly name: string;
  readonly suite: string;
  readonly automaticVersionPrefix?: string | undefined;
}

/** The release of a lone treefile, which is a compose of one variant. Throws `treefile-invalid`. */
export function releaseOfTreefile(treefile: Named): Release {
  const words = treefile.name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const short = /^[a-z]/.test(words[0] ?? "") ? words.join("-") : ["debian", ...words].join("-");
  return { short, name: treefile.name, version: releaseVersion(treefile) };
}

/** The variant of a lone treefile: its name without all that productmd does not allow in an id. */
export function variantOfTreefile(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9]/g, "") || "debian";
}

/** The version prefix less its dates, which the compose ID has anyway; the suite when nothing is left of it. */
function releaseVersion({ automaticVersionPrefix = "", suite }: Named): string {
  const version = dotted(automaticVersionPrefix.replaceAll(/<date:[^<>]*>/g, ".")) || dotted(suite);
  if (version === "") {
    throw new DebootcError("treefile-invalid", `"${suite}" cannot be the version of a release`, {
      hint: "Set automatic-version-prefix to dotted numbers, such as 13.1, or to a word.",
    });
  }
  // productmd allows a leading digit only before dotted numbers: `13-rc1` becomes `v13.rc1`.
  return /^[0-9]/.test(version) && !/^[0-9]+(\.[0-9]+)*$/.test(version) ? `v${version}` : version;
}

function dotted(text: string): string {
  return (text.match(/[A-Za-z0-9]+/g) ?? []).join(".");
}
