import * as z from "zod";
import { debFileFaults } from "../../document/relative-path.ts";
import { sourcePackageFaults } from "./source-package-item.ts";
import { textSchema } from "../../document/text-schema.ts";

/** `local-packages`: packages that were built elsewhere. */
export const localPackagesSchema = z
  .array(
    textSchema(debFileFaults, {
      description: "A .deb file, relative to this treefile and below its directory.",
      examples: ["packages/agent_1.2_amd64.deb"],
    }),
  )
  .meta({
    description:
      "Packages to install from files. Each wins over every other version of its package, and the lock records its SHA-256.",
    examples: [["packages/agent_1.2_${basearch}.deb"]],
  });

/** `source-packages`: packages that are built for the image. */
export const sourcePackagesSchema = z
  .array(
    textSchema(sourcePackageFaults, {
      description:
        "A .dsc or a source directory below this treefile's directory, a git URL with #REF, or name[=version] of the archive.",
      examples: ["./packages/agent/"],
    }),
  )
  .meta({
    description:
      "Source packages that are built in clean chroots before the image is. What they build wins over every other version of its package, and is installed where `packages` or a dependency asks for it. Unchanged ones come from the cache.",
    examples: [["./packages/agent/", "https://git.example.org/tool.git#v1.2"]],
  });
