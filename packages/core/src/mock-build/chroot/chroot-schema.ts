import * as z from "zod";
import { architectureFaults } from "../../debian/architecture-name.ts";
import { archiveUriPattern, mirrorFaults } from "../../debian/archive-uri.ts";
import { debianSuites, suiteFaults } from "../../debian/debian-suite.ts";
import { packageNamesFaults, packageNamesPattern } from "../../debian/package-name.ts";
import { sourceSchema } from "../../treefile/keys/archive/package-source.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";
import { quoted } from "../../text/quoted.ts";
import { debianArchitectures } from "../../debian/debian-architecture.ts";
import { pinSchema } from "../../debian/pin.ts";
import { profileFaults, profilePattern } from "../../debian/build-profile.ts";
import { alternativeRules } from "../../source-package/chosen-alternatives.ts";
import { basePattern } from "./chroot-name.ts";
import { variableNameSchema } from "./environment-rules.ts";
import { durationLimit, sizeLimit, unlimited } from "../../document/limit-text.ts";
import { mountSourceFaults, mountTargetFaults } from "./mount-rules.ts";
import { pluginNameSchema } from "./plugin-name.ts";

const matching =
  (pattern: RegExp, noun: string, allowed: string) =>
  (text: string): readonly TextFault[] =>
    pattern.test(text) ? [] : [{ message: `${quoted(text)} is not ${noun}`, allowed }];

const mountSchema = z.strictObject({
  type: z
    .enum(["bind", "tmpfs"])
    .meta({ description: "A directory of this machine, or memory.", examples: ["bind"] }),
  source: textSchema(mountSourceFaults, {
    description: "What to mount: a directory or file of this machine; only for `bind`.",
    examples: ["/srv/data"],
  }).optional(),
  target: textSchema(mountTargetFaults, {
    description: "Where to mount it in the chroot.",
    examples: ["/srv/data"],
  }),
  writable: z
    .boolean()
    .meta({ description: "Builds may change it; only for `bind`.", default: false, examples: [true] })
    .optional(),
});

const limitsSchema = z.strictObject({
  time: durationLimit("How long a build may take.").optional(),
  silence: durationLimit("How long it may print nothing.").meta({ default: "150min" }).optional(),
  memory: sizeLimit("Memory of all its processes together.").optional(),
  processes: z
    .union([z.int().min(16), z.literal(unlimited)])
    .meta({ description: "Processes and threads at one time.", default: 16_384, examples: [4096] })
    .optional(),
  disk: sizeLimit("How much it may write into its root.").optional(),
});

/**
 * Describes a chroot configuration file as written. Every key may be absent: what a whole configuration needs is only
 * known when all files are merged.
 */
export const chrootSchema = z
  .strictObject({
    "based-on": textSchema(
      matching(basePattern, "the name of a chroot", "its name without the architecture, such as `trixie`"),
      {
        description:
          "Another chroot, by its name without the architecture: everything in its files also applies here.",
        examples: ["trixie"],
      },
    ).optional(),
    architectures: z
      .array(
        textSchema(architectureFaults, {
          description: "Debian's name of an architecture.",
          enum: debianArchitectures,
        }),
      )
      .min(1)
      .meta({
        description: "The architectures for which this chroot exists.",
        examples: [["amd64", "arm64"]],
      })
      .optional(),
    suite: textSchema(suiteFaults, {
      description: "Codename of the Debian release.",
      enum: debianSuites,
      examples: ["trixie"],
    }).optional(),
    components: z
      .array(z.enum(["main", "contrib", "non-free", "non-free-firmware"]))
      .min(1)
      .meta({
        description: "Components of Debian's archive.",
        default: ["main"],
        examples: [["main", "contrib"]],
      })
      .optional(),
    mirror: textSchema(mirrorFaults, {
      description: "Where Debian's archive is fetched from.",
      absent: "the mirror that is set for all runs, or else this machine's",
      pattern: archiveUriPattern,
      examples: ["https://mirror.example.org/debian"],
    }).optional(),
    sources: z
      .array(sourceSchema)
      .meta({
        description:
          "Package sources besides Debian's archive, with deb822's keys; one with the id of a source in a weaker file replaces it.",
      })
      .optional(),
    pins: z
      .array(pinSchema)
      .meta({
        description:
          "Which versions to prefer, as in apt_preferences(5), for the chroot and for build dependencies. The first that fits counts: those of stronger files come first.",
        examples: [[{ package: "debhelper", pin: "release n=trixie-backports", priority: 990 }]],
      })
      .optional(),
    "dependencies-from": z
      .array(
        textSchema(
          matching(/^[a-z0-9][a-z0-9-]*$/, "the id of a source", "an `id` of `sources`, such as `backports`"),
          { description: "The id of a source." },
        ),
      )
      .meta({
        description:
          "Ids of `sources` from which build dependencies come that the suite cannot meet, such as those of backports or experimental, which apt never takes by itself. The first that has enough is used.",
        examples: [["backports"]],
      })
      .optional(),
    alternatives: z
      .enum(alternativeRules)
      .meta({
        description:
          "Which alternatives of build dependencies count: only the first that applies to the architecture and the profiles, as on Debian's own builders, or `all`.",
        absent: "`first`; `all` where `dependencies-from` names backports",
        examples: ["all"],
      })
      .optional(),
    packages: z
      .array(
        textSchema(packageNamesFaults, {
          description: "Name of a package; an item may have several.",
          pattern: packageNamesPattern,
        }),
      )
      .meta({
        description: "Packages of every chroot, besides build-essential and fakeroot.",
        examples: [["locales-all"]],
      })
      .optional(),
    profiles: z
      .array(
        textSchema(profileFaults, {
          description: "Name of a build profile.",
          pattern: profilePattern,
        }),
      )
      .meta({ description: "Active build profiles.", examples: [["nocheck", "nodoc"]] })
      .optional(),
    environment: z
      .record(variableNameSchema, z.string())
      .meta({
        description:
          "Environment variables for builds, besides those that debootc sets; builds get nothing else from the caller's environment.",
        examples: [{ DEB_BUILD_OPTIONS: "parallel=4" }],
      })
      .optional(),
    mounts: z
      .array(mountSchema)
      .meta({
        description:
          "Mounts in the chroot while it is in use; one with the target of a mount in a weaker file replaces it.",
        examples: [[{ type: "tmpfs", target: "/srv/scratch" }]],
      })
      .optional(),
    limits: limitsSchema
      .meta({ description: "What a build may use before it is stopped.", examples: [{ time: "4h" }] })
      .optional(),
    tmpfs: z
      .enum(["auto", "on", "off"])
      .meta({
        description: "Keep what a build writes in memory: `auto` does so if there is enough.",
        default: "auto",
        examples: ["off"],
      })
      .optional(),
    plugins: z
      .record(pluginNameSchema, z.union([z.boolean(), z.record(z.string(), z.json())]))
      .meta({
        description:
          "Plugins by name, each with its options; `true` means no options, `false` turns one off.",
        examples: [{ ccache: { "max-size": "5GiB" }, lintian: false }],
      })
      .optional(),
  })
  .meta({ title: "debootc chroot", description: "Describes the chroots in which packages are built." });

/** Describes a chroot configuration file as written. */
export type ChrootInput = z.input<typeof chrootSchema>;
export type ChrootKey = keyof ChrootInput;

/** Lists every key, in the order of the schema. */
export const chrootKeys = Object.keys(chrootSchema.shape) as ChrootKey[];
