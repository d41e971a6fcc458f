import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import { releaseShortSchema, releaseVersionSchema } from "./compose-id.ts";

/** Describes what is composed, in productmd's terms. */
export const releaseSchema = z.strictObject({
  short: releaseShortSchema,
  /** For people to read. */
  name: z.string().min(1),
  version: releaseVersionSchema,
});
export type Release = z.infer<typeof releaseSchema>;

/** Checks a variant's id by productmd's rule. */
export const variantIdSchema = z.string().regex(/^[a-zA-Z0-9]+$/);

interface Named {
  readonly name: string;
  readonly suite: string;
  readonly automaticVersionPrefix?: string | undefined;
}

/** Returns the release of a single treefile, which makes a compose of one variant. Throws `treefile-invalid`. */
export function releaseOfTreefile(treefile: Named): Release {
  const words = treefile.name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const short = /^[a-z]/.test(words[0] ?? "") ? words.join("-") : ["debian", ...words].join("-");
  return { short, name: treefile.name, version: releaseVersion(treefile) };
}

/** Returns the variant of a single treefile: its name without the characters that productmd forbids in an id. */
export function variantOfTreefile(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9]/g, "") || "debian";
}

/** The version prefix without its dates, which the compose ID has anyway; the suite when nothing is left. */
function releaseVersion({ automaticVersionPrefix = "", suite }: Named): string {
  const version = dotted(automaticVersionPrefix.replaceAll(/<date:[^<>]*>/g, ".")) || dotted(suite);
  if (version === "") {
    throw new DebootcError("treefile-invalid", `cannot use "${suite}" as the version of a release`, {
      hint: "Set automatic-version-prefix to dotted numbers, such as 13.1, or to a word.",
    });
  }
  // productmd allows a leading digit only before dotted numbers: `13-rc1` becomes `v13.rc1`.
  return /^[0-9]/.test(version) && !/^[0-9]+(\.[0-9]+)*$/.test(version) ? `v${version}` : version;
}

function dotted(text: string): string {
  return (text.match(/[A-Za-z0-9]+/g) ?? []).join(".");
}
