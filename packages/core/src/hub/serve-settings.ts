import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import { largestAsset } from "../release/release-file.ts";

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^[0-9]{1,10}$/, "a whole number")
    .transform(Number)
    .pipe(z.int().min(least).max(most));

const path = z.string().startsWith("/", "an absolute path");

/** Describes what the hub is started with, as texts of options and variables. Secrets are not among them. */
export const serveSettingsSchema = z.strictObject({
  port: wholeNumber(0, 65_535).default(8090),
  host: z.string().min(1).default("127.0.0.1"),
  dataDir: path,
  /** PostgreSQL; without it PGlite below the data directory. */
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "postgresql://USER@HOST/DATABASE")
    .optional(),
  githubUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ""))
    .default("https://api.github.com"),
  appId: wholeNumber(1, 999_999_999).optional(),
  privateKeyFile: path.optional(),
  webhookSecretFile: path.optional(),
  /** How many tasks may be under way at once. */
  mostActive: wholeNumber(1, 10_000).default(20),
  /** How many days things are kept after their end. Of deliveries GitHub has a list for three days, which is compared. */
  keepBodies: wholeNumber(1, 3650).default(14),
  keepDeliveries: wholeNumber(4, 3650).default(90),
  keepAnswers: wholeNumber(1, 3650).default(7),
  /** Of a log, after its last line. */
  keepLogs: wholeNumber(1, 3650).default(30),
  /** Runs are kept for ever without it. */
  keepRuns: wholeNumber(1, 3650).optional(),
  /** Where results are kept: `disk` is below the data directory; `releases` keeps none but those on GitHub. */
  storage: z
    .string()
    .regex(
      /^(?:disk|releases|\/.+|s3:\/\/[a-z0-9][a-z0-9.-]{1,62}(?:\/[A-Za-z0-9._-]+)*)$/,
      "disk, releases, an absolute path, or s3://BUCKET/PREFIX",
    )
    .default("disk"),
  /** The address of a server that speaks S3; that of Amazon if absent. */
  storageEndpoint: z.url({ protocol: /^https?$/ }).optional(),
  storageRegion: z
    .string()
    .regex(/^[a-z0-9-]+$/, "the name of a region")
    .default("us-east-1"),
  storageCredentialsFile: path.optional(),
  /** How long results are kept, in days. */
  keepDays: wholeNumber(1, 3650).default(30),
  /** The largest artifact that is taken, in GB. */
  largestArtifact: wholeNumber(1, 1000).default(20),
  /** The largest file of a release, in bytes; a larger one is divided. */
  largestAsset: wholeNumber(1024, largestAsset).default(largestAsset),
});
export type ServeSettings = z.output<typeof serveSettingsSchema>;

/** Says by which option and which variable each setting is given; an option wins. */
export const serveSettingNames = {
  port: { option: "--port", variable: "DEBOOTC_HUB_PORT" },
  host: { option: "--host", variable: "DEBOOTC_HUB_HOST" },
  dataDir: { option: "--data-dir", variable: "DEBOOTC_HUB_DATA_DIR" },
  // It may contain a password, which an option would show to everybody on the machine.
  databaseUrl: { option: undefined, variable: "DATABASE_URL" },
  githubUrl: { option: "--github-url", variable: "DEBOOTC_GITHUB_API_URL" },
  appId: { option: "--app-id", variable: "DEBOOTC_APP_ID" },
  privateKeyFile: { option: "--private-key-file", variable: "DEBOOTC_PRIVATE_KEY_FILE" },
  webhookSecretFile: { option: "--webhook-secret-file", variable: "DEBOOTC_WEBHOOK_SECRET_FILE" },
  mostActive: { option: "--most-active", variable: "DEBOOTC_HUB_MOST_ACTIVE" },
  keepBodies: { option: "--keep-bodies", variable: "DEBOOTC_HUB_KEEP_BODIES" },
  keepDeliveries: { option: "--keep-deliveries", variable: "DEBOOTC_HUB_KEEP_DELIVERIES" },
  keepAnswers: { option: "--keep-answers", variable: "DEBOOTC_HUB_KEEP_ANSWERS" },
  keepLogs: { option: "--keep-logs", variable: "DEBOOTC_HUB_KEEP_LOGS" },
  keepRuns: { option: "--keep-runs", variable: "DEBOOTC_HUB_KEEP_RUNS" },
  storage: { option: "--storage", variable: "DEBOOTC_HUB_STORAGE" },
  storageEndpoint: { option: "--storage-endpoint", variable: "DEBOOTC_HUB_STORAGE_ENDPOINT" },
  storageRegion: { option: "--storage-region", variable: "DEBOOTC_HUB_STORAGE_REGION" },
  storageCredentialsFile: {
    option: "--storage-credentials-file",
    variable: "DEBOOTC_HUB_STORAGE_CREDENTIALS_FILE",
  },
  keepDays: { option: "--keep-days", variable: "DEBOOTC_HUB_KEEP_DAYS" },
  largestArtifact: { option: "--largest-artifact", variable: "DEBOOTC_HUB_LARGEST_ARTIFACT" },
  largestAsset: { option: "--largest-asset", variable: "DEBOOTC_HUB_LARGEST_ASSET" },
} as const satisfies Record<
  keyof ServeSettings,
  { readonly option: string | undefined; readonly variable: string }
>;

type SettingName = keyof typeof serveSettingNames;
const names = Object.keys(serveSettingNames) as SettingName[];

interface Given {
  /** The options of the command line. */
  readonly options: Readonly<Partial<Record<SettingName, string>>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Puts together what the hub is started with. Throws `hub-settings-invalid`, which names every fault. */
export function serveSettings({ options, environment, home }: Given): ServeSettings {
  const given: Partial<Record<SettingName, string>> = {};
  const origins = new Map<string, string>();
  for (const name of names) {
    const { option, variable } = serveSettingNames[name];
    const ofEnvironment = environment[variable];
    if (options[name] !== undefined) {
      given[name] = options[name];
      origins.set(name, option ?? variable);
    } else if (ofEnvironment !== undefined && ofEnvironment !== "") {
      given[name] = ofEnvironment;
      origins.set(name, variable);
    }
  }
  given.dataDir ??= `${dataHome(environment, home)}/debootc/hub`;
  const parsed = serveSettingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path: [name], message }) => {
    const value =
      name === "databaseUrl" ? " has another form:" : ` is ${JSON.stringify(given[name as SettingName])}:`;
    return `${origins.get(String(name)) ?? String(name)}${value} ${message}`;
  });
  throw new DebootcError("hub-settings-invalid", `cannot start the hub: ${faults.join("; ")}`, {
    hint: "debootc orchestrator serve --help lists what is allowed, and docs/hub.md explains it.",
  });
}

/** By the rules of XDG, a path that is not absolute counts as none. */
function dataHome(environment: Given["environment"], home: string): string {
  const given = environment["XDG_DATA_HOME"] ?? "";
  return given.startsWith("/") ? given : `${home}/.local/share`;
}
