import * as z from "zod";
import { jobsField } from "./compose-request.ts";
import { mirrorFaults } from "../debian/archive-uri.ts";
import { textSchema } from "../document/text-schema.ts";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../debian/debian-architecture.ts";
import { profileFaults } from "../debian/build-profile.ts";
import { field } from "./fields/request-field.ts";
import { chrootArchitectureField, configFileField, configurationField } from "./fields/chroot-fields.ts";
import { cacheDirField, jsonField, mirrorField } from "./fields/shared-fields.ts";

/** Source packages to binary packages, each in a clean chroot. */
export const mockBuildRequestSchema = z.strictObject({
  sources: field(z.array(z.string().min(1)).min(1), {
    description:
      "what to build: a .dsc, a source directory, a git URL with #REF, or name[=version] of the archive",
    completes: "file",
    positional: true,
  }),
  chain: field(z.boolean().default(false), {
    description:
      "build in the order of the build dependencies, each with the packages of those before; so are several sources",
  }),
  continue: field(z.boolean().default(false), {
    description: "when a package of a chain fails, go on with those that do not need it",
  }),
  suite: configurationField,
  config: configFileField,
  arch: chrootArchitectureField,
  hostArch: field(debianArchitectureSchema.optional(), {
    description: "cross-build: make packages of this architecture on the chroot's own",
    placeholder: "ARCH",
    suggestions: debianNameOfArchitecture,
  }),
  profiles: field(z.array(textSchema(profileFaults, { description: "A build profile." })).default([]), {
    description: "build profile, such as nocheck; can be given several times",
    placeholder: "PROFILE",
  }),
  archAny: field(z.boolean().default(false), {
    description: "build only the packages of the architecture, not those for all",
  }),
  archAll: field(z.boolean().default(false), {
    description: "build only the packages for all architectures",
  }),
  sourceOnly: field(z.boolean().default(false), {
    description: "make the source package again by the tools of the chroot, and no binary package",
  }),
  binaryOnly: field(z.int().min(1).max(9999).optional(), {
    description: "rebuild the packages of the architecture as version +bN, with an entry in the changelog",
    placeholder: "N",
  }),
  binaryOnlyReason: field(z.string().min(1).default("Rebuild."), {
    description: "what the changelog says of --binary-only",
    placeholder: "TEXT",
  }),
  binaryOnlyDate: field(z.iso.datetime({ offset: true }).optional(), {
    description:
      "date of the entry of --binary-only, as 2026-01-31T12:00:00Z; that of the entry before it if not given",
    allowed: "a date and time such as 2026-01-31T12:00:00Z",
    placeholder: "TIME",
  }),
  maintainer: field(z.string().min(1).optional(), {
    description: "who signs the entry of --binary-only; whoever wrote the entry before it if not given",
    placeholder: "NAME <ADDRESS>",
  }),
  requireSignature: field(z.array(z.string().min(1)).default([]), {
    description: "take a .dsc only when a key of this OpenPGP keyring signed it; can be given several times",
    completes: "file",
    placeholder: "KEYRING",
  }),
  resultDir: field(z.string().min(1).default("out/packages"), {
    description: "where results are kept, a directory for each source package and architecture",
    placeholder: "DIR",
    directory: true,
  }),
  cacheDir: cacheDirField,
  mirror: mirrorField,
  noCache: field(z.boolean().default(false), {
    description: "make the chroot from scratch: nothing is reused but verified packages",
  }),
  verify: field(z.array(z.string().min(1)).default([]), {
    description:
      "compare what is built with this .deb, or with all that this .changes or .buildinfo names, bit for bit; can be given several times",
    completes: "file",
    placeholder: "FILE",
  }),
  twice: field(z.boolean().default(false), {
    description:
      "build a second time with another time, time zone, locale, umask, host name, user, core count and file order, and compare",
  }),
  fromLock: field(z.string().min(1).optional(), {
    description:
      "build in exactly the build root of this buildroot.lock.json, from the cache where it has all",
    completes: "file",
    placeholder: "FILE",
  }),
  fromBuildinfo: field(z.string().min(1).optional(), {
    description: "build with exactly the packages that this .buildinfo says were installed",
    completes: "file",
    placeholder: "FILE",
  }),
  snapshotMirror: field(
    textSchema(mirrorFaults, { description: "where old packages come from" }).optional(),
    {
      description: "an archive that keeps what others drop, with @SNAPSHOTID@ where the time stands",
      placeholder: "URI",
    },
  ),
  keepFailed: field(z.boolean().default(false), {
    description:
      "when the package does not build, keep the root as the build left it: a chroot for debootc chroot shell",
  }),
  jobs: jobsField,
  json: jsonField,
});
export type MockBuildRequest = z.infer<typeof mockBuildRequestSchema>;
