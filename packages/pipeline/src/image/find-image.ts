import { join, resolve } from "node:path";
import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { isThere } from "@debootc/tools/files/is-there";
import { findCompose } from "../composed/find-compose.ts";

export interface FoundImage {
  /** Directory of the OCI layout. */
  readonly layout: string;
  readonly tag?: string;
  /** The compose that it is of, when it was named by that. */
  readonly compose?: ComposeResult;
}

/** An image by its OCI layout, also as skopeo writes it (`oci:DIR:TAG`), or by its compose. Throws `usage`. */
export async function findImage(name: string, outputDir: string): Promise<FoundImage> {
  const [, path, tag] = /^oci:(.+?)(?::(\w[\w.-]{0,127}))?$/.exec(name) ?? [];
  if (path !== undefined) return { layout: resolve(path), ...(tag === undefined ? {} : { tag }) };
  if (await isThere(join(name, "oci-layout"))) return { layout: resolve(name) };

  const { result } = await findCompose(name, outputDir).catch((error: unknown) => {
    throw error instanceof DebootcError ? withImages(error) : error;
  });
  return { layout: result.image.layout, tag: result.image.tag, compose: result };
}

function withImages({ code, message, hint = "", cause }: DebootcError): DebootcError {
  return new DebootcError(code, message, {
    hint: `${hint} An image is given by the directory of its OCI layout, or as oci:DIR:TAG.`.trim(),
    cause,
  });
}
