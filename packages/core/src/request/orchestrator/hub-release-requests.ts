import * as z from "zod";
import { releaseStates } from "../../task/release-state.ts";
import { field } from "../fields/request-field.ts";
import { hubFields } from "./hub-fields.ts";

const number = z.string().regex(/^[1-9][0-9]{0,14}$/);
const repositoryName = z.string().regex(/^[^/\s]+\/[^/\s]+$/);

/** Asks for the results of the tasks of a run, or for the bytes of one. */
export const hubArtifactsRequestSchema = z.strictObject({
  run: field(number, { description: "the number of the run", positional: true, allowed: "a number from 1" }),
  fetch: field(z.int().min(1).optional(), {
    description: "download the artifact of this number",
    placeholder: "N",
  }),
  output: field(z.string().min(1).optional(), {
    description: "the file that it is downloaded to; its name with .zip if absent",
    placeholder: "FILE",
    path: "file",
  }),
  ...hubFields,
});

/** Asks for the releases of a hub. */
export const hubReleasesRequestSchema = z.strictObject({
  repository: field(z.string().min(1).optional(), {
    description: "only those of this repository",
    placeholder: "OWNER/NAME",
  }),
  state: field(z.enum(releaseStates).optional(), { description: "only those in this state" }),
  limit: field(z.int().min(1).max(200).default(20), {
    description: "show at most so many",
    placeholder: "N",
  }),
  ...hubFields,
});

/** Asks for the channels of a repository, or moves one. */
export const hubChannelsRequestSchema = z.strictObject({
  action: field(z.enum(["list", "promote", "rollback"]), {
    description: "list the channels, promote a release into one, or roll one back to the release before",
    positional: true,
  }),
  repository: field(repositoryName, {
    description: "the repository",
    positional: true,
    placeholder: "OWNER/NAME",
    allowed: "OWNER/NAME",
  }),
  channel: field(z.string().min(1).optional(), { description: "the channel", positional: true }),
  release: field(z.string().min(1).optional(), {
    description: "the tag of the release that is promoted; the newest one if absent",
    positional: true,
  }),
  ...hubFields,
});
