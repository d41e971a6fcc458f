import * as z from "zod";
import { textSchema } from "../../document/text-schema.ts";
import { duration } from "../../document/limit-text.ts";
import { lineFaults } from "../../compose-file/schema/release-input.ts";
import { imageFaults, nameFaults } from "./word-faults.ts";

/** Describes one channel as it is written. */
export const channelSchema = z.strictObject({
  name: textSchema(nameFaults, {
    description: "Name of the channel; two cannot have the same.",
    examples: ["edge"],
  }),
  automatic: z
    .boolean()
    .meta({
      description: "Whether a release comes into it by itself when it is published and the gates let it.",
      default: false,
      examples: [true],
    })
    .optional(),
  after: textSchema(nameFaults, {
    description: "The channel in which a release must have been before.",
    absent: "none",
    examples: ["edge"],
  }).optional(),
  age: duration("How long ago a release must have been published.")
    .meta({ absent: "no time", examples: ["7d"] })
    .optional(),
  checks: z
    .array(textSchema(lineFaults, { description: "Name of a check run.", examples: ["boot test"] }))
    .min(1)
    .meta({
      description: "Check runs that must have succeeded on the commit of a release.",
      absent: "none",
      examples: [["boot test"]],
    })
    .optional(),
  images: z
    .record(
      z.string().regex(/^[A-Za-z0-9]+$/, "the name of a variant"),
      textSchema(imageFaults, {
        description: "Repository of a registry, below the owner of this repository.",
        examples: ["ghcr.io/acme/server"],
      }),
    )
    .meta({
      description:
        "Images in a registry, by variant: the tag that is called like the channel is moved to that of its release.",
      absent: "none",
      examples: [{ server: "ghcr.io/acme/server" }],
    })
    .optional(),
  latest: z
    .boolean()
    .meta({
      description: "Whether GitHub shows the release of this channel as the latest one.",
      default: false,
      examples: [true],
    })
    .optional(),
});

/** Describes the channels of a repository as they are written. */
export const channelsSchema = z
  .array(channelSchema)
  .min(1)
  .max(50)
  .meta({
    description: "Channels that releases are promoted into.",
    default: [],
    examples: [
      [
        { name: "edge", automatic: true },
        { name: "stable", after: "edge", age: "7d", latest: true },
      ],
    ],
  });
