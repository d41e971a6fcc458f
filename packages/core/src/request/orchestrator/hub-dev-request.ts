import * as z from "zod";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";

const repositoryName = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/;

/** Asks for a stand-in for GitHub, a hub and its hosts on this machine. */
export const hubDevRequestSchema = z.strictObject({
  directory: field(z.string().min(1).default("out/dev"), {
    description: "where the repository, the logs and the data of the session are",
    placeholder: "DIR",
    path: "directory",
  }),
  from: field(z.string().min(1).optional(), {
    description: "the files that the repository begins with, if it is not there yet; a template if absent",
    placeholder: "DIR",
    path: "directory",
  }),
  repository: field(z.string().regex(repositoryName).default("dev/images"), {
    description: "what the repository is called",
    placeholder: "OWNER/NAME",
    allowed: "an owner and a name, such as dev/images",
  }),
  agents: field(z.int().min(0).max(16).default(1), {
    description: "how many hosts this machine plays; with 0, nothing works on the jobs",
    placeholder: "N",
  }),
  slots: field(z.int().min(1).max(16).default(1), {
    description: "how many jobs each host takes at once",
    placeholder: "N",
  }),
  port: field(z.int().min(0).max(65_535).default(0), {
    description: "the port of the hub on 127.0.0.1; a free one for 0",
    placeholder: "N",
  }),
  build: field(z.boolean().default(false), {
    description: "build the repository as it is at once, without waiting for a push",
  }),
  until: field(z.enum(["run", "release"]).optional(), {
    description:
      "end when the first run is over, or when its release is published, with the status of the run; otherwise at Ctrl-C",
  }),
  scenario: field(z.string().min(1).optional(), {
    description: "do the steps of this file, and end with them",
    placeholder: "FILE",
    path: "file",
    completes: "file",
  }),
  json: jsonField,
});
export type HubDevRequest = z.output<typeof hubDevRequestSchema>;
