import * as z from "zod";
import { field } from "./fields/request-field.ts";
import { namedPlaceSchema } from "./fields/named-place.ts";
import { cacheDirField, jsonField, outputDirField } from "./fields/shared-fields.ts";

interface Exports {
  /** What can be exported, with a description of each. */
  readonly sources: Readonly<Record<string, string>>;
  readonly formats: readonly { readonly format: string; readonly from: string }[];
}

/**
 * Builds the request of an export from the table of formats, which the pipeline has. An export is a product of a
 * finished compose that not every compose includes.
 */
export function exportRequestSchema({ sources, formats }: Exports) {
  const descriptions = Object.entries(sources).map(([source, description]) => `${source}: ${description}`);
  return z
    .strictObject({
      what: field(z.enum(Object.keys(sources)), { description: descriptions.join("; "), positional: true }),
      compose: field(namedPlaceSchema.prefault("latest"), {
        description: "the compose: its directory, its ID, or latest",
        path: "place",
        completes: "compose",
        positional: true,
      }),
      format: field(
        z
          .array(z.enum(formats.map(({ format }) => format)))
          .min(1)
          .optional(),
        {
          description: "write only this format instead of all; can be given several times",
          placeholder: "FORMAT",
        },
      ),
      outputDir: outputDirField,
      cacheDir: cacheDirField,
      json: jsonField,
    })
    .superRefine(({ what, format: wanted = [] }, context) => {
      const allowed = formats.filter(({ from }) => from === what).map(({ format }) => format);
      for (const [index, name] of wanted.entries()) {
        if (allowed.includes(name)) continue;
        context.addIssue({
          code: "custom",
          path: ["format", index],
          message: `debootc does not export a ${what} in this format`,
          params: { allowed: allowed.join(", ") },
        });
      }
    });
}
export type ExportRequest = z.infer<ReturnType<typeof exportRequestSchema>>;
