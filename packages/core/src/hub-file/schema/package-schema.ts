import * as z from "zod";
import { architectureFaults } from "../../debian/architecture-name.ts";
import { debianArchitectures } from "../../debian/debian-architecture.ts";
import { textSchema } from "../../document/text-schema.ts";
import { repositoryPathFaults } from "./word-faults.ts";

/** Describes one entry of `packages` as it is written. */
export const packageSchema = z.strictObject({
  source: textSchema(repositoryPathFaults, {
    description: "Directory or .dsc of the source package, from the root of the repository.",
    examples: ["packages/hello"],
  }),
  arches: z
    .array(
      textSchema(architectureFaults, {
        description: "Debian's name of an architecture.",
        enum: debianArchitectures,
      }),
    )
    .min(1)
    .meta({
      description: "Architectures that it is built for.",
      absent: "those of the legs",
      examples: [["amd64"]],
    })
    .optional(),
  needs: z
    .array(
      textSchema(repositoryPathFaults, {
        description: "The `source` of another package.",
        examples: ["packages/libhello"],
      }),
    )
    .min(1)
    .meta({
      description:
        "Other packages, by their `source`: they are built first, and can be its build dependencies.",
      absent: "none",
      examples: [["packages/libhello"]],
    })
    .optional(),
  required: z
    .boolean()
    .meta({
      description:
        "Whether the run fails if this fails; what needs it, such as the legs of its architecture, does in any case.",
      default: true,
      examples: [false],
    })
    .optional(),
});
