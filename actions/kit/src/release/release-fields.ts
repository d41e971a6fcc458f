import { field } from "@debootc/core/request/fields/request-field";
import * as z from "zod";
import { artifactName } from "../definition/own-fields.ts";

/** Lists the inputs of a release that only a workflow knows. */
export const releaseFields = {
  artifact: field(z.string().regex(artifactName).optional(), {
    description:
      "release the compose in the artifact of this name, which an earlier job of this run uploaded",
    allowed: "a name without quotes, slashes and : < > | * ?",
    placeholder: "NAME",
  }),
  tag: field(
    z
      .string()
      .regex(/^(?!.*(?:\.\.|\/\/|\/\.|\.lock(?:\/|$)))[A-Za-z0-9](?:[A-Za-z0-9._+/-]{0,198}[A-Za-z0-9_+-])?$/)
      .optional(),
    {
      description: "the tag of the release, which is made if it is not there (default: the compose ID)",
      allowed: "letters, digits and . _ + - / within it, such as v13.1",
      placeholder: "TAG",
    },
  ),
  commit: field(
    z
      .string()
      .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)
      .optional(),
    {
      description: "the commit that was composed, at which the tag is made (default: that of the run)",
      allowed: "its whole SHA",
      placeholder: "SHA",
    },
  ),
  prerelease: field(z.boolean().default(false), {
    description: "mark the release as one that is not for everybody; GitHub never shows it as the latest",
  }),
  latest: field(z.boolean().default(true), {
    description: "show the release as the latest one, unless it is a prerelease",
  }),
};
