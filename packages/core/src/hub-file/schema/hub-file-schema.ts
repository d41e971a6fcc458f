import * as z from "zod";
import { globsSchema } from "../../compose-file/schema/glob-schema.ts";
import { lineFaults } from "../../compose-file/schema/release-input.ts";
import { architectureFaults } from "../../debian/architecture-name.ts";
import { type DebianArchitecture, debianArchitectures } from "../../debian/debian-architecture.ts";
import { textSchema } from "../../document/text-schema.ts";
import { duration } from "../../document/limit-text.ts";
import { channelsSchema } from "./channel-schema.ts";
import { permissions } from "./permission.ts";
import { packageSchema } from "./package-schema.ts";
import { triggerSchema } from "./trigger-schema.ts";
import { loginFaults, repositoryPathFaults, workflowFaults } from "./word-faults.ts";

const label = textSchema(lineFaults, { description: "Label of a runner.", examples: ["self-hosted"] });
const labels = z.union([label, z.array(label).min(1)]).meta({ examples: [["self-hosted", "arm64"]] });
const runnersOf = Object.fromEntries(
  [...debianArchitectures, "assemble"].map((name) => [name, labels.optional()]),
) as Record<DebianArchitecture | "assemble", z.ZodOptional<typeof labels>>;

/** Describes `.github/debootc.yml` as it is written. */
export const hubFileSchema = z
  .strictObject({
    compose: textSchema(repositoryPathFaults, {
      description: "The compose file, or a treefile, from the root of the repository.",
      default: "treefiles/compose.yaml",
      examples: ["treefiles/minimal.yaml"],
    }).optional(),
    arches: z
      .array(
        textSchema(architectureFaults, {
          description: "Debian's name of an architecture.",
          enum: debianArchitectures,
        }),
      )
      .min(1)
      .meta({
        description: "Architectures of a treefile; a compose file names its own.",
        default: ["amd64"],
        examples: [["amd64", "arm64"]],
      })
      .optional(),
    workflow: textSchema(workflowFaults, {
      description: "The workflow in `.github/workflows` that the hub dispatches.",
      default: "debootc.yml",
      examples: ["images.yml"],
    }).optional(),
    on: triggerSchema.optional(),
    fleet: z
      .boolean()
      .meta({
        description:
          "Whether packages, legs and `assemble` run on hosts of the hub's fleet; `runners` then names labels that a host needs.",
        default: false,
        examples: [true],
      })
      .optional(),
    runners: z
      .strictObject(runnersOf)
      .meta({
        description:
          "Labels of the runner for each architecture; `assemble` for what comes after the legs. They win over `runs-on`.",
        absent: "`runs-on` of the compose file, or ubuntu-latest",
        examples: [{ arm64: ["self-hosted", "arm64"], assemble: "ubuntu-latest" }],
      })
      .optional(),
    packages: z
      .array(packageSchema)
      .min(1)
      .max(1000)
      .meta({
        description: "Source packages that are built before the legs of their architecture.",
        default: [],
        examples: [[{ source: "packages/hello" }]],
      })
      .optional(),
    release: z
      .strictObject({
        tags: globsSchema("Pattern of a tag's name.", ["v*"])
          .meta({
            description: "Tags that lead to a release, by patterns.",
            absent: "none",
            examples: ["v*"],
          })
          .optional(),
        branches: globsSchema("Pattern of a branch's name.", ["stable/*"])
          .meta({
            description:
              "Branches whose runs lead to a release, by patterns; those of pull requests never do.",
            absent: "none",
            examples: ["stable/*"],
          })
          .optional(),
      })
      .meta({ description: "Which runs end in a release.", absent: "none", examples: [{ tags: "v*" }] })
      .optional(),
    channels: channelsSchema.optional(),
    retry: z
      .strictObject({
        attempts: z
          .int()
          .min(1)
          .max(10)
          .meta({ description: "Attempts of a task, the first included.", default: 3, examples: [5] })
          .optional(),
      })
      .meta({
        description:
          "How often a task is tried when machines, the network or GitHub fail; other failures are never repeated.",
        examples: [{ attempts: 5 }],
      })
      .optional(),
    timeouts: z
      .strictObject({
        package: duration("How long the build of a package may take.").meta({ default: "6h" }).optional(),
        leg: duration("How long a leg may take.").meta({ default: "6h" }).optional(),
        assemble: duration("How long joining the legs may take.").meta({ default: "1h" }).optional(),
        release: duration("How long a release may take.").meta({ default: "1h" }).optional(),
      })
      .meta({
        description: "How long a task may take from the beginning of its job.",
        examples: [{ leg: "2h" }],
      })
      .optional(),
    priority: z
      .int()
      .min(-100)
      .max(100)
      .meta({
        description: "Which runs come first; higher is sooner, and all gain a point a minute.",
        default: 0,
        examples: [10],
      })
      .optional(),
    steer: z
      .strictObject({
        permission: z
          .enum(permissions)
          .meta({
            description: "The least permission on the repository; what teams give counts as GitHub says.",
            default: "write",
            examples: ["maintain"],
          })
          .optional(),
        logins: z
          .array(textSchema(loginFaults, { description: "Login of an account.", examples: ["ada"] }))
          .min(1)
          .max(200)
          .meta({
            description: "Accounts that may steer whatever their permission.",
            default: [],
            examples: [["ada"]],
          })
          .optional(),
      })
      .meta({
        description: "Who may steer runs by comments and buttons.",
        examples: [{ permission: "maintain", logins: ["ada"] }],
      })
      .optional(),
  })
  .meta({
    title: "debootc hub file",
    description: "What the hub does for a repository: .github/debootc.yml.",
  });

export type HubFileInput = z.input<typeof hubFileSchema>;
