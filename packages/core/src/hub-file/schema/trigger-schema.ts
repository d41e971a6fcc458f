import * as z from "zod";
import { globsSchema } from "../../compose-file/schema/glob-schema.ts";
import { textSchema } from "../../document/text-schema.ts";
import { cronFaults } from "./cron-faults.ts";
import { nameFaults } from "./word-faults.ts";

const branches = (of: string, absent: string) =>
  globsSchema("Pattern of a branch's name.", ["main", "release/*", "!release/old"]).meta({
    description: `Branches ${of}, by patterns; one with \`!\` before it excludes.`,
    absent,
    examples: [["main", "release/*"]],
  });

const paths = globsSchema("Pattern of a path in the repository.", ["treefiles/*", "!*.md"]).meta({
  description: "Paths of which at least one must have changed, by patterns; `*` also stands for `/`.",
  absent: "any change will do",
  examples: [["treefiles/*", "!*.md"]],
});

/** Describes one entry of `on.schedule` as it is written. */
export const scheduleSchema = z.strictObject({
  name: textSchema(nameFaults, {
    description: "Name of the schedule; two cannot have the same.",
    examples: ["nightly"],
  }),
  cron: textSchema(cronFaults, {
    description: "When it is due, in UTC: minute, hour, day of the month, month, day of the week.",
    examples: ["30 2 * * *"],
  }),
});

/** Describes what leads to a run, as it is written. */
export const triggerSchema = z
  .strictObject({
    push: z
      .strictObject({
        branches: branches("that are pushed to", "the default branch").optional(),
        paths: paths.optional(),
      })
      .meta({ description: "Pushes to branches.", absent: "no push", examples: [{ branches: "main" }] })
      .optional(),
    tags: globsSchema("Pattern of a tag's name.", ["v*"])
      .meta({ description: "Tags that are pushed, by patterns.", absent: "no tag", examples: ["v*"] })
      .optional(),
    "pull-request": z
      .strictObject({
        branches: branches("that pull requests are for", "all").optional(),
        paths: paths.optional(),
      })
      .meta({
        description: "Pull requests, when they are opened and when commits are added.",
        absent: "no pull request",
        examples: [{ paths: ["treefiles/*"] }],
      })
      .optional(),
    schedule: z
      .array(scheduleSchema)
      .min(1)
      .meta({
        description: "Moments that come again, at which the default branch is composed.",
        default: [],
        examples: [[{ name: "nightly", cron: "30 2 * * *" }]],
      })
      .optional(),
    comment: z
      .boolean()
      .meta({
        description: "Whether `/debootc build` in a pull request leads to a run.",
        default: true,
        examples: [false],
      })
      .optional(),
  })
  .meta({
    description: "What leads to a run.",
    absent: "pushes to the default branch, pull requests for it, and comments",
    examples: [{ push: { branches: "main" }, tags: "v*" }],
  });
