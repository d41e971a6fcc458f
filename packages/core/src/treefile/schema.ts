import * as z from "zod";
import { type DebianArchitecture, debianArchitectures } from "../debian/debian-architecture.ts";
import { checkGroupsSchema, checkPasswdSchema } from "./keys/account-check-schema.ts";
import { archiveUriPattern, mirrorFaults } from "../debian/archive-uri.ts";
import { bootLocationSchema } from "./keys/boot-location.ts";
import { commitMetadataSchema } from "./keys/commit-metadata.ts";
import { containerInputSchema } from "./keys/container-schema.ts";
import { debconfFaults } from "./keys/debconf-answer.ts";
import { diskInputSchema } from "./keys/disk-schema.ts";
import { debianSuites, suiteFaults } from "../debian/debian-suite.ts";
import { destinationFaults, removalFaults } from "./keys/image-path.ts";
import { dracutArgumentFaults } from "./keys/dracut-argument.ts";
import { archIncludeSchema, conditionalIncludeSchema, includeSchema } from "./keys/include-schema.ts";
import { kernelArgumentFaults } from "./keys/kernel-argument.ts";
import { optUsrlocalSchema } from "./keys/opt-usrlocal.ts";
import { refFaults, refPattern } from "./keys/ostree-ref.ts";
import { ostreeRemoteSchema } from "./keys/ostree-remote-schema.ts";
import { packageNamesFaults, packageNamesPattern } from "../debian/package-name.ts";
import { packageRemovalSchema } from "./keys/package-removal.ts";
import { pinSchema } from "./keys/pin-schema.ts";
import { scriptFaults } from "./keys/postprocess-script.ts";
import { localPackagesSchema, sourcePackagesSchema } from "./keys/own-packages-schema.ts";
import { ownFileFaults } from "../document/relative-path.ts";
import { snapshotSchema } from "../debian/snapshot.ts";
import { sourceSchema } from "./keys/source-schema.ts";
import { textSchema } from "../document/text-schema.ts";
import { targetFaults, unitFaults, unitPattern } from "./keys/unit-name.ts";
import { userSchema } from "./keys/user-schema.ts";
import { varPolicySchema } from "./keys/var-policy-schema.ts";
import { variableNameFaults, variableNamePattern } from "../document/variables.ts";
import { replacedFaults, versionPrefixFaults } from "./keys/version-prefix.ts";

/** Components of Debian's archive. */
const debianComponents = ["main", "contrib", "non-free", "non-free-firmware"] as const;

const names = (description: string) =>
  textSchema(packageNamesFaults, { description, pattern: packageNamesPattern, examples: ["openssh-server"] });
const packageList = (description: string) =>
  z
    .array(names("Name of a package; several may stand in one item."))
    .meta({ description, examples: [["openssh-server"]] });

type ArchitecturePackages = Record<
  `packages-${DebianArchitecture}`,
  z.ZodOptional<ReturnType<typeof packageList>>
>;
const architecturePackages = Object.fromEntries(
  debianArchitectures.map((name) => [
    `packages-${name}`,
    packageList(`Packages to install on ${name} only.`).optional(),
  ]),
) as ArchitecturePackages;

const addedSource = textSchema(ownFileFaults, {
  description: "File or directory, relative to this treefile and below its directory.",
  examples: ["files/motd"],
});
const addedDestination = textSchema(destinationFaults, {
  description:
    "Where it goes in the image: below /usr or /etc, and with `opt-usrlocal: root` also below /opt.",
  examples: ["/etc/motd"],
});

/**
 * A treefile as it is written, before variables are replaced and includes are merged. Every key may be absent: what
 * a whole treefile needs is known only when all its files are merged.
 */
export const treefileSchema = z
  .strictObject({
    ref: textSchema(refFaults, {
      description: "The ostree ref to commit to.",
      pattern: refPattern,
      examples: ["debian/${suite}/${basearch}/minimal"],
    }).optional(),
    suite: textSchema(suiteFaults, {
      description: "Codename of the Debian release.",
      enum: debianSuites,
      examples: ["trixie"],
    }).optional(),
    components: z
      .array(z.enum(debianComponents))
      .min(1)
      .meta({
        description: "Components of Debian's archive.",
        default: ["main"],
        examples: [["main", "non-free-firmware"]],
      })
      .optional(),
    mirror: textSchema(mirrorFaults, {
      description: "Where Debian's archive is fetched from.",
      absent: "the Debian mirror of the machine that composes",
      pattern: archiveUriPattern,
      examples: ["https://mirror.example.org/debian"],
    }).optional(),
    snapshot: snapshotSchema.optional(),
    sources: z
      .array(sourceSchema)
      .meta({ description: "Sources of packages beside Debian's archive, in deb822's words." })
      .optional(),
    include: includeSchema.optional(),
    "arch-include": archIncludeSchema.optional(),
    "conditional-include": conditionalIncludeSchema.optional(),
    variables: z
      .record(
        textSchema(variableNameFaults, {
          description: "Name of the variable.",
          pattern: variableNamePattern,
        }),
        z.union([z.string(), z.number(), z.boolean()]),
      )
      .meta({
        description: "Values for `${name}`; an including treefile may set them anew.",
        examples: [{ edition: "minimal" }],
      })
      .optional(),
    packages: packageList("Packages to install.").optional(),
    ...architecturePackages,
    "exclude-packages": packageList(
      "Packages that must not be installed, even where another recommends them.",
    ).optional(),
    "local-packages": localPackagesSchema.optional(),
    "source-packages": sourcePackagesSchema.optional(),
    pins: z
      .array(pinSchema)
      .meta({
        description:
          "Which versions to prefer, as in apt_preferences(5). The first that fits counts: those of this treefile, then those of included ones.",
        examples: [[{ package: "linux-image-*", pin: "release n=trixie-backports", priority: 900 }]],
      })
      .optional(),
    recommends: z
      .boolean()
      .meta({ description: "Install recommended packages too.", default: false, examples: [true] })
      .optional(),
    documentation: z
      .boolean()
      .meta({
        description:
          "Install documentation. `false` leaves out manual pages and all of /usr/share/doc, changelogs too, but the copyright files.",
        default: true,
        examples: [false],
      })
      .optional(),
    debconf: z
      .array(
        textSchema(debconfFaults, {
          description:
            "One answer: package, question, type and value, as debconf-set-selections(1) takes it.",
        }),
      )
      .meta({
        description: "Answers to debconf's questions, known before any package is configured.",
        examples: [["tzdata tzdata/Areas select Europe", "tzdata tzdata/Zones/Europe select Berlin"]],
      })
      .optional(),
    users: z
      .array(userSchema)
      .meta({
        description: "Accounts of people, without passwords: they log in by ssh with a key.",
        examples: [[{ name: "admin", uid: 1000, groups: ["sudo"] }]],
      })
      .optional(),
    units: z
      .array(
        textSchema(unitFaults, {
          description: "Name of a systemd unit.",
          pattern: unitPattern,
          examples: ["ssh.service"],
        }),
      )
      .meta({ description: "systemd units to enable.", examples: [["ssh.service"]] })
      .optional(),
    "default-target": textSchema(targetFaults, {
      description: "The systemd target to boot into.",
      absent: "what the packages choose",
      pattern: "\\.target$",
      examples: ["multi-user.target", "graphical.target"],
    }).optional(),
    "add-files": z
      .array(
        z.union([
          z.tuple([addedSource, addedDestination]),
          z.strictObject({ source: addedSource, destination: addedDestination }),
        ]),
      )
      .meta({
        description: "Files to copy into the image: pairs of source and destination.",
        examples: [[["files/motd", "/etc/motd"]]],
      })
      .optional(),
    "remove-files": z
      .array(
        textSchema(removalFaults, {
          description: "Path in the image; `*` stands for any text within one part.",
        }),
      )
      .meta({ description: "Files to remove from the image.", examples: [["/usr/share/doc/*"]] })
      .optional(),
    "remove-from-packages": z
      .array(packageRemovalSchema)
      .meta({
        description:
          "Files of packages to remove: those whose path matches one of the regular expressions. Directories go when they are empty.",
        examples: [[["cpio", "^/usr/share/locale/"]]],
      })
      .optional(),
    "var-policy": z
      .array(varPolicySchema)
      .meta({
        description:
          "What becomes of paths that packages leave in /var. The first rule that matches wins: those of this treefile, then those of included ones, then debootc's own.",
        examples: [[{ path: "/var/lib/postgresql/17/main", class: "discard", package: "postgresql-17" }]],
      })
      .optional(),
    postprocess: z
      .array(
        textSchema(scriptFaults, { description: "A whole script, beginning with `#!`.", pattern: "^#!" }),
      )
      .meta({
        description:
          "Scripts to run inside the finished tree, without network. Variables are not replaced in them.",
        examples: [["#!/bin/sh\nset -e\nrm -rf /usr/share/doc\n"]],
      })
      .optional(),
    "postprocess-script": textSchema(ownFileFaults, {
      description:
        "A script to run after all others, as a file relative to this treefile and below its directory.",
      absent: "no such script",
      examples: ["scripts/last.sh"],
    }).optional(),
    "kernel-arguments": z
      .array(textSchema(kernelArgumentFaults, { description: "One argument.", examples: ["console=ttyS0"] }))
      .meta({
        description: "Arguments of the kernel's command line, in order.",
        examples: [["quiet", "console=ttyS0"]],
      })
      .optional(),
    "initramfs-args": z
      .array(
        textSchema(dracutArgumentFaults, {
          description: "One argument, its value behind `=`.",
          pattern: "^--",
          examples: ["--omit=nfs"],
        }),
      )
      .meta({
        description: "Arguments for dracut, beside those that debootc gives it.",
        examples: [["--add=crypt", "--omit=nfs"]],
      })
      .optional(),
    "boot-location": bootLocationSchema.optional(),
    "opt-usrlocal": optUsrlocalSchema.optional(),
    "machineid-compat": z
      .boolean()
      .meta({
        description:
          "Ship /etc/machine-id, with the word `uninitialized`. `false` leaves the file out; either way each machine gets an id of its own at its first boot.",
        default: true,
        examples: [false],
      })
      .optional(),
    "automatic-version-prefix": textSchema(versionPrefixFaults, {
      description: "Begin of the version; debootc adds a counter. `<date:%Y%m%d>` is replaced.",
      absent: "the day of the lock",
      examples: ["13", "13.<date:%Y%m%d>"],
    }).optional(),
    "mutate-os-release": textSchema(replacedFaults, {
      description:
        "Text in VERSION and PRETTY_NAME of os-release that becomes the version of the tree, as `13` becomes `13.4`.",
      absent: "os-release stays as Debian ships it",
      examples: ["13"],
    }).optional(),
    "ostree-remote": ostreeRemoteSchema.optional(),
    "check-passwd": checkPasswdSchema.optional(),
    "check-groups": checkGroupsSchema.optional(),
    "add-commit-metadata": commitMetadataSchema.optional(),
    container: containerInputSchema.optional(),
    disk: diskInputSchema.optional(),
  })
  .meta({ title: "debootc treefile", description: "What a Debian image consists of." });

/** A treefile as it is written. */
export type TreefileInput = z.input<typeof treefileSchema>;
export type TreefileKey = keyof TreefileInput;

/** Every key that this version reads, in the order of the schema. */
export const treefileKeys = Object.keys(treefileSchema.shape) as TreefileKey[];
