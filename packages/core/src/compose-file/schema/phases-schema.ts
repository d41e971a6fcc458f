import * as z from "zod";
import { duration } from "../../document/limit-text.ts";
import { globsSchema } from "./glob-schema.ts";

const step = z.string().meta({ description: "Name of a step.", examples: ["lint"] });

/** Describes when a step runs, as it is written. */
export const conditionSchema = z
  .strictObject({
    variants: globsSchema("Patterns of variant ids.", ["server*"])
      .meta({
        description: "Only for these variants, by patterns of their ids.",
        absent: "for all",
        examples: ["server*"],
      })
      .optional(),
    arches: globsSchema("Patterns of architectures.", ["amd64"])
      .meta({
        description: "Only on these architectures, by patterns.",
        absent: "on all",
        examples: [["amd64"]],
      })
      .optional(),
    variables: z
      .record(z.string(), globsSchema("Patterns of its value.", ["server"]))
      .meta({
        description: "Only where variables of the treefile have such values, by patterns.",
        examples: [{ edition: "server" }],
      })
      .optional(),
  })
  .meta({ description: "All of it must hold for a leg.", examples: [{ variants: "server*" }] });

/** Describes what a compose does and leaves out, as it is written. */
export const phasesSchema = z
  .strictObject({
    skip: z
      .union([step, z.array(step).min(1)])
      .meta({
        description: "Steps that no leg has: sbom, lint, disks, report, overview, or one of a plugin.",
        examples: [["sbom", "lint"]],
      })
      .optional(),
    only: z
      .record(z.string(), conditionSchema)
      .meta({
        description: "Steps that only some legs have: sbom, lint, disks, report, or one of a plugin.",
        examples: [{ lint: { variants: "server*" } }],
      })
      .optional(),
    timeouts: z
      .record(z.string(), duration("How long a step may take in each leg."))
      .meta({
        description: "How long steps may take, if not as long as debootc gives them.",
        examples: [{ root: "4h" }],
      })
      .optional(),
    retries: z
      .record(
        z.string(),
        z
          .int()
          .min(0)
          .max(10)
          .meta({
            description: "How often a step is tried again whose mirror or registry failed.",
            examples: [5],
          }),
      )
      .meta({
        description: "How often steps are tried again whose mirror or registry failed, if not twice.",
        examples: [{ packages: 5 }],
      })
      .optional(),
  })
  .meta({
    description: "Which steps there are, how long they may take, and how often they are tried again.",
    examples: [{ skip: ["sbom", "lint"] }],
  });
