import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import { type ComposeId, formatComposeId } from "./compose-id.ts";

/** Head of every productmd file; 1.2 is the format of productmd 1.x today. */
export function productmdHeader(type: "composeinfo" | "images") {
  return { type: `productmd.${type}`, version: "1.2" } as const;
}

export interface ComposeSectionInput {
  readonly id: ComposeId;
  /** `RC-1.0` and the like. */
  readonly label?: string | undefined;
  /** A labelled compose that nothing will follow under its milestone. */
  readonly final?: boolean | undefined;
}

/** The `compose` section, which composeinfo.json and images.json share. productmd knows `final` only beside a label. */
export function composeSection({ id, label, final = false }: ComposeSectionInput) {
  return {
    id: formatComposeId(id),
    type: id.type,
    date: id.date,
    respin: id.respin,
    ...(label === undefined ? {} : { label, final }),
  };
}

// productmd refuses an architecture outside its own list; these four have another name there.
const otherNames: Readonly<Record<string, string>> = {
  armel: "armv5tel",
  armhf: "armhfp",
  loong64: "loongarch64",
  ppc64el: "ppc64le",
};
const sameNames = ["amd64", "arm64", "i386", "ia64", "mips64el", "mipsel", "riscv64", "s390x"] as const;

/** productmd's name of a Debian architecture; most are the same. Throws `treefile-invalid`. */
export function productmdArchitecture(architecture: string): string {
  const name = otherNames[architecture] ?? sameNames.find((same) => same === architecture);
  if (name !== undefined) return name;
  throw new DebootcError("treefile-invalid", `productmd has no name for the architecture "${architecture}"`, {
    hint: `Allowed: ${[...sameNames, ...Object.keys(otherNames)].sort().join(", ")}.`,
  });
}

/** A path below the compose's `compose/` directory: relative, and not out of it. */
export const composePathSchema = z
  .string()
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.{0,2}(?:\/|$)).+$/,
    "a relative path without empty, `.` or `..` parts is needed",
  );
