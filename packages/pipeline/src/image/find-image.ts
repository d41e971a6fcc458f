import { join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { NamedPlace } from "@debootc/core/request/fields/named-place";
import { isThere } from "@debootc/tools/files/paths";
import { findCompose } from "../composed/find-compose.ts";

export interface FoundImage {
  /** Directory of the OCI layout. */
  readonly layout: string;
  readonly tag?: string;
  /** The compose that it belongs to, if it was named by that. */
  readonly compose?: LegOfCompose;
}

/** Finds an image by its OCI layout, also in skopeo's form (`oci:DIR:TAG`), or by its compose. Throws `usage`. */
export async function findImage(named: NamedPlace, outputDir: string): Promise<FoundImage> {
  const { given, path } = named;
  if (given.startsWith("oci:")) {
    const [, layout = path, tag] = /^(.+?)(?::(\w[\w.-]{0,127}))?$/.exec(path) ?? [];
    return { layout, ...(tag === undefined ? {} : { tag }) };
  }
  if (await isThere(join(path, "oci-layout"))) return { layout: path };

  const { result } = await findCompose(named, outputDir).catch((error: unknown) => {
    throw error instanceof DebootcError ? withImages(error) : error;
  });
  return { layout: result.image.layout, tag: result.image.tag, compose: result };
}

function withImages({ code, message, hint = "", cause }: DebootcError): DebootcError {
  return new DebootcError(code, message, {
    hint: `${hint} Name an image by the directory of its OCI layout, or as oci:DIR:TAG.`.trim(),
    cause,
  });
}
