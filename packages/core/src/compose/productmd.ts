import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import { type ComposeId, formatComposeId } from "./compose-id.ts";

/** Returns the header of every productmd file; 1.2 is the current format of productmd 1.x. */
export function productmdHeader(type: "composeinfo" | "images") {
  return { type: `productmd.${type}`, version: "1.2" } as const;
}

export interface ComposeSectionInput {
  readonly id: ComposeId;
  /** `RC-1.0` and the like. */
  readonly label?: string | undefined;
  /** True for a labelled compose that is the last one of its milestone. */
  readonly final?: boolean | undefined;
}

/** Returns the `compose` section of composeinfo.json and images.json. productmd allows `final` only with a label. */
export function composeSection({ id, label, final = false }: ComposeSectionInput) {
  return {
    id: formatComposeId(id),
    type: id.type,
    date: id.date,
    respin: id.respin,
    ...(label === undefined ? {} : { label, final }),
  };
}

// productmd refuses an architecture outside its own list, which has other names for these four.
const otherNames: Readonly<Record<string, string>> = {
  armel: "armv5tel",
  armhf: "armhfp",
  loong64: "loongarch64",
  ppc64el: "ppc64le",
};
const sameNames = ["amd64", "arm64", "i386", "ia64", "mips64el", "mipsel", "riscv64", "s390x"] as const;

/** Returns productmd's name for a Debian architecture; most are the same. Throws `treefile-invalid`. */
export function productmdArchitecture(architecture: string): string {
  const name = otherNames[architecture] ?? sameNames.find((same) => same === architecture);
  if (name !== undefined) return name;
  throw new DebootcError("treefile-invalid", `productmd has no name for the architecture "${architecture}"`, {
    hint: `Allowed: ${[...sameNames, ...Object.keys(otherNames)].sort().join(", ")}.`,
  });
}

/** Checks a path below the compose's `compose/` directory: it is relative and does not leave the directory. */
export const composePathSchema = z
  .string()
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.{0,2}(?:\/|$)).+$/,
    "must be a relative path without empty, `.` or `..` parts",
  );
