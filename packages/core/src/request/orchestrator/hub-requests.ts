import * as z from "zod";
import { runStates } from "../../task/run-state.ts";
import { taskStates } from "../../task/task-state.ts";
import { field } from "../fields/request-field.ts";
import { jsonField } from "../fields/shared-fields.ts";
import { hubFields } from "./hub-fields.ts";

const number = z.string().regex(/^[1-9][0-9]{0,14}$/);
const limit = field(z.int().min(1).max(200).default(20), {
  description: "show at most so many",
  placeholder: "N",
});
const repository = field(z.string().min(1).optional(), {
  description: "only those of this repository",
  placeholder: "OWNER/NAME",
});

/** Asks for the runs of a hub. */
export const hubRunsRequestSchema = z.strictObject({
  repository,
  state: field(z.enum(runStates).optional(), { description: "only those in this state" }),
  limit,
  ...hubFields,
});

/** Asks for one run of a hub. */
export const hubRunRequestSchema = z.strictObject({
  run: field(number, { description: "the number of the run", positional: true, allowed: "a number from 1" }),
  ...hubFields,
});

/** Asks for the tasks of a hub. */
export const hubTasksRequestSchema = z.strictObject({
  run: field(z.int().min(1).optional(), { description: "only those of this run", placeholder: "RUN" }),
  state: field(z.enum(taskStates).optional(), { description: "only those in this state" }),
  limit,
  ...hubFields,
});

/** Asks what a task of a hub waits for. */
export const hubWhyRequestSchema = z.strictObject({
  task: field(number, {
    description: "the number of the task",
    positional: true,
    allowed: "a number from 1",
  }),
  ...hubFields,
});

/** Asks for the deliveries of a hub. */
export const hubDeliveriesRequestSchema = z.strictObject({
  repository,
  state: field(z.enum(["received", "handled", "failed"]).optional(), {
    description: "only those in this state",
  }),
  limit,
  ...hubFields,
});

/** Asks a hub to cancel a run or a task, or to try it again. */
export const hubSteerRequestSchema = z.strictObject({
  what: field(z.enum(["run", "task"]), { description: "a run or a task", positional: true }),
  number: field(number, { description: "its number", positional: true, allowed: "a number from 1" }),
  ...hubFields,
});

/** Asks a hub to build a commit that a fork brought. */
export const hubApproveRequestSchema = z.strictObject({
  run: field(number, { description: "the number of the run", positional: true, allowed: "a number from 1" }),
  sha: field(z.string().regex(/^[0-9a-f]{12,64}$/), {
    description: "the commit that you looked at, with at least 12 characters",
    positional: true,
    allowed: "12 to 64 hexadecimal digits in lower case",
  }),
  ...hubFields,
});

/** Asks a hub for a run of a repository. */
export const hubStartRequestSchema = z.strictObject({
  repository: field(z.string().regex(/^[^/\s]+\/[^/\s]+$/), {
    description: "the repository",
    positional: true,
    allowed: "a name such as acme/os",
  }),
  ref: field(z.string().min(1).optional(), {
    description: "a branch, or a whole name such as refs/tags/v1; the default branch if absent",
    placeholder: "REF",
  }),
  sha: field(
    z
      .string()
      .regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/)
      .optional(),
    {
      description: "the commit; the one that GitHub has at the ref if absent",
      placeholder: "SHA",
      allowed: "the whole id of a commit, in lower case",
    },
  ),
  priority: field(z.int().min(-100).max(100).optional(), {
    description: "which runs come first; higher is sooner, and 0 if absent",
    placeholder: "N",
  }),
  ...hubFields,
});

/** Asks a hub to change the priority of a run. */
export const hubPriorityRequestSchema = z.strictObject({
  run: field(number, { description: "the number of the run", positional: true, allowed: "a number from 1" }),
  priority: field(z.string().regex(/^-?(?:100|[1-9]?[0-9])$/), {
    description: "higher is sooner",
    positional: true,
    allowed: "a whole number from -100 to 100; `--` goes before a negative one",
  }),
  ...hubFields,
});

/** Asks a hub to handle a delivery again that failed. */
export const hubReplayRequestSchema = z.strictObject({
  delivery: field(z.string().regex(/^[0-9A-Za-z-]{1,100}$/), {
    description: "the GUID of the delivery",
    positional: true,
    allowed: "a GUID, as `deliveries` and GitHub show it",
  }),
  ...hubFields,
});

/** Asks for the keys of a hub, or to make or end one. */
export const hubKeysRequestSchema = z.strictObject({
  action: field(z.enum(["list", "create", "revoke"]).default("list"), {
    description: "list the keys, create one with a name, or revoke one by its id",
    positional: true,
  }),
  key: field(z.string().min(1).optional(), {
    description: "the name of the new key, or the id of the one to revoke",
    positional: true,
  }),
  expires: field(z.iso.datetime().optional(), {
    description: "when the new key expires, such as 2027-01-31T00:00:00Z",
    placeholder: "TIME",
    allowed: "a time in UTC such as 2027-01-31T00:00:00Z",
  }),
  ...hubFields,
});

/** Asks for the hosts of a hub's fleet, or to add or change one. */
export const hubHostsRequestSchema = z.strictObject({
  action: field(z.enum(["list", "show", "add", "drain", "enable", "disable", "remove"]).default("list"), {
    description:
      "list the hosts, show one, add one, let one end its orders and take no more, enable it again, end its orders now, or remove it",
    positional: true,
  }),
  name: field(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/)
      .optional(),
    {
      description: "the name of the host",
      positional: true,
      allowed: "up to 63 lower-case letters, digits, full stops, underscores and hyphens",
    },
  ),
  ...hubFields,
});

const dataDir = field(z.string().min(1).optional(), {
  description: "where the embedded database is",
  placeholder: "DIR",
  path: "directory",
});

/** Asks to run a hub. Its secrets come from the environment or from files. */
export const hubServeRequestSchema = z.strictObject({
  port: field(z.int().min(0).max(65_535).optional(), {
    description: "the port to listen at; 8090 if absent",
  }),
  host: field(z.string().min(1).optional(), { description: "the address to listen at; 127.0.0.1 if absent" }),
  dataDir,
  githubUrl: field(z.string().min(1).optional(), {
    description: "the API of a GitHub Enterprise Server",
    placeholder: "URL",
  }),
  appId: field(z.int().min(1).optional(), { description: "the id of the App", placeholder: "ID" }),
  privateKeyFile: field(z.string().min(1).optional(), {
    description: "the private key of the App",
    placeholder: "FILE",
    path: "file",
  }),
  webhookSecretFile: field(z.string().min(1).optional(), {
    description: "the webhook secret; read again when it changes",
    placeholder: "FILE",
    path: "file",
  }),
  mostActive: field(z.int().min(1).max(10_000).optional(), {
    description: "how many tasks may be under way at once; 20 if absent",
    placeholder: "N",
  }),
  keepBodies: field(z.int().min(1).max(3650).optional(), {
    description: "how long bodies of deliveries are kept; 14 if absent",
    placeholder: "DAYS",
  }),
  keepDeliveries: field(z.int().min(4).max(3650).optional(), {
    description: "how long deliveries are kept; 90 if absent",
    placeholder: "DAYS",
  }),
  keepAnswers: field(z.int().min(1).max(3650).optional(), {
    description: "how long answers to idempotency keys are kept; 7 if absent",
    placeholder: "DAYS",
  }),
  keepLogs: field(z.int().min(1).max(3650).optional(), {
    description: "how long logs are kept after their last line; 30 if absent",
    placeholder: "DAYS",
  }),
  keepRuns: field(z.int().min(1).max(3650).optional(), {
    description: "how long runs are kept that are over; for ever if absent",
    placeholder: "DAYS",
  }),
  storage: field(z.string().min(1).optional(), {
    description:
      "where results are kept: disk (the default), a directory, s3://BUCKET/PREFIX, or releases for nowhere else",
    placeholder: "WHERE",
  }),
  storageEndpoint: field(z.string().min(1).optional(), {
    description: "the address of the server for s3://; Amazon's if absent",
    placeholder: "URL",
  }),
  storageRegion: field(z.string().min(1).optional(), {
    description: "the region for s3://; us-east-1 if absent",
    placeholder: "REGION",
  }),
  storageCredentialsFile: field(z.string().min(1).optional(), {
    description: "the file with ID:SECRET for s3://; or DEBOOTC_HUB_STORAGE_CREDENTIALS",
    placeholder: "FILE",
    path: "file",
  }),
  keepDays: field(z.int().min(1).max(3650).optional(), {
    description: "how many days results are kept; 30 if absent",
    placeholder: "N",
  }),
  largestArtifact: field(z.int().min(1).max(1000).optional(), {
    description: "the largest artifact that is taken, in GB; 20 if absent",
    placeholder: "N",
  }),
  largestAsset: field(z.int().min(1024).optional(), {
    description:
      "the largest file of a release in bytes, above which it is divided; just below 2 GiB if absent",
    placeholder: "N",
  }),
});

/** Asks to look after the database of a hub. */
export const hubDbRequestSchema = z.strictObject({
  action: field(z.enum(["migrate", "check", "backup", "restore", "copy", "key"]), {
    description:
      "migrate the tables, check for damage, write a backup, restore one, copy between PGlite and DATABASE_URL, or make a key if all are lost",
    positional: true,
  }),
  file: field(z.string().min(1).optional(), {
    description: "the file of the backup",
    positional: true,
    path: "file",
  }),
  dataDir,
  to: field(z.enum(["postgresql", "pglite"]).optional(), { description: "where copy copies to" }),
  json: jsonField,
});

/** Asks to register a hub as a GitHub App. */
export const hubSetupRequestSchema = z.strictObject({
  publicUrl: field(z.string().min(1), {
    description: "the address at which GitHub reaches the hub",
    placeholder: "URL",
  }),
  name: field(z.string().min(1).optional(), { description: "the name of the App; debootc if absent" }),
  githubUrl: field(z.string().min(1).optional(), {
    description: "the address of a GitHub Enterprise Server",
    placeholder: "URL",
  }),
  organization: field(z.string().min(1).optional(), { description: "the organization that owns the App" }),
  public: field(z.boolean().default(false), { description: "let others install it, too" }),
  dataDir,
});
