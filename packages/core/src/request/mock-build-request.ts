import * as z from "zod";
import { jobsField } from "./compose-request.ts";
import { mirrorFaults } from "../debian/archive-uri.ts";
import { textSchema } from "../document/text-schema.ts";
import { debianArchitectureSchema, debianNameOfArchitecture } from "../debian/debian-architecture.ts";
import { profileFaults } from "../debian/build-profile.ts";
import { alternativeRules } from "../source-package/chosen-alternatives.ts";
import { readSourceArgument, type SourceArgument } from "../debian/source-argument.ts";
import { field } from "./fields/request-field.ts";
import { chrootArchitectureField, configFileField, configurationField } from "./fields/chroot-fields.ts";
import {
  cacheDirField,
  jsonField,
  mirrorField,
  remoteCacheField,
  untrustedField,
} from "./fields/shared-fields.ts";

/** Classifies a source package, once for all: by the form of the argument, never by what happens to exist. */
const sourceSchema = z.string().transform((text, context): SourceArgument => {
  const source = readSourceArgument(text);
  if (!("message" in source)) return source;
  const { message, ...params } = source;
  context.addIssue({ code: "custom", message, params });
  return z.NEVER;
});

/** Asks to build binary packages of source packages, each in a clean chroot. */
export const mockBuildRequestSchema = z.strictObject({
  sources: field(z.array(sourceSchema).min(1), {
    description:
      "what to build: a .dsc, a source directory, a git URL with #REF or #REF:DIRECTORY, or name[=version] of the archive",
    path: "place",
    completes: "file",
    positional: true,
  }),
  chain: field(z.boolean().default(false), {
    description:
      "build in the order of the build dependencies, each with the packages built before; implied by several sources",
  }),
  continue: field(z.boolean().default(false), {
    description: "if a package of a chain fails, go on with those that do not need it",
  }),
  suite: configurationField,
  config: configFileField,
  arch: chrootArchitectureField,
  hostArch: field(debianArchitectureSchema.optional(), {
    description: "cross-build: make packages for this architecture in a chroot of another",
    placeholder: "ARCH",
    suggestions: debianNameOfArchitecture,
  }),
  profiles: field(z.array(textSchema(profileFaults, { description: "A build profile." })).default([]), {
    description: "a build profile, such as nocheck; can be given several times",
    placeholder: "PROFILE",
  }),
  alternatives: field(z.enum(alternativeRules).optional(), {
    description:
      "which alternatives of build dependencies count: the first that applies, as on Debian's own builders, or all; by default what the chroot's configuration says",
  }),
  archAny: field(z.boolean().default(false), {
    description: "build only architecture-dependent packages",
  }),
  archAll: field(z.boolean().default(false), {
    description: "build only architecture-independent packages",
  }),
  sourceOnly: field(z.boolean().default(false), {
    description: "build only the source package, with the tools of the chroot",
  }),
  binaryOnly: field(z.int().min(1).max(9999).optional(), {
    description: "rebuild architecture-dependent packages as version +bN, with a changelog entry",
    placeholder: "N",
  }),
  binaryOnlyReason: field(z.string().min(1).default("Rebuild."), {
    description: "the text of the changelog entry of --binary-only",
    placeholder: "TEXT",
  }),
  binaryOnlyDistribution: field(
    z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9+.~_-]*$/)
      .optional(),
    {
      description:
        "the distribution in the changelog entry of --binary-only, such as sid for what a release has from there; by default the suite of the chroot",
      allowed: "the name of a distribution, such as sid",
      placeholder: "NAME",
    },
  ),
  binaryOnlyDate: field(z.iso.datetime({ offset: true }).optional(), {
    description:
      "the date of the changelog entry of --binary-only, such as 2026-01-31T12:00:00Z; by default that of the previous entry",
    allowed: "a date and time such as 2026-01-31T12:00:00Z",
    placeholder: "TIME",
  }),
  maintainer: field(z.string().min(1).optional(), {
    description: "the author of the changelog entry of --binary-only; by default that of the previous entry",
    placeholder: "NAME <ADDRESS>",
  }),
  extraPackage: field(z.array(z.string().min(1)).default([]), {
    description:
      "offer this .deb, or each .deb in this directory, to the build dependencies besides the archives; can be given several times",
    path: "file",
    placeholder: "FILE|DIR",
  }),
  submodules: field(z.boolean().default(false), {
    description: "fetch the submodules of a git source, too, which become part of the source package",
  }),
  requireSignature: field(z.array(z.string().min(1)).default([]), {
    description: "accept a .dsc only if a key of this OpenPGP keyring signed it; can be given several times",
    path: "file",
    placeholder: "KEYRING",
  }),
  resultDir: field(z.string().min(1).default("out/packages"), {
    description: "where to keep results, one directory for each source package and architecture",
    placeholder: "DIR",
    path: "directory",
  }),
  cacheDir: cacheDirField,
  remoteCache: remoteCacheField,
  untrusted: untrustedField,
  mirror: mirrorField,
  noCache: field(z.boolean().default(false), {
    description: "make the chroot from scratch; reuse nothing but verified packages",
  }),
  verify: field(z.array(z.string().min(1)).default([]), {
    description:
      "compare the results bit for bit with this .deb, or with everything that this .changes or .buildinfo lists; can be given several times",
    path: "file",
    placeholder: "FILE",
  }),
  twice: field(z.boolean().default(false), {
    description:
      "build again with another time, time zone, locale, umask, host name, user, core count and file order, and compare",
  }),
  fromLock: field(z.string().min(1).optional(), {
    description: "build in exactly the build root of this buildroot.lock.json",
    path: "file",
    placeholder: "FILE",
  }),
  fromBuildinfo: field(z.string().min(1).optional(), {
    description: "build with exactly the packages that this .buildinfo lists as installed",
    path: "file",
    placeholder: "FILE",
  }),
  snapshotMirror: field(textSchema(mirrorFaults, { description: "An archive of old packages." }).optional(), {
    description: "an archive that keeps old packages, with @SNAPSHOTID@ in the place of the time",
    placeholder: "URI",
  }),
  keepFailed: field(z.boolean().default(false), {
    description: "if the build fails, keep its root as a chroot, for debootc chroot shell",
  }),
  jobs: jobsField,
  json: jsonField,
});
export type MockBuildRequest = z.infer<typeof mockBuildRequestSchema>;
