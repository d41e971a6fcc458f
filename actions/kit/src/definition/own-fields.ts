import { field } from "@debootc/core/request/fields/request-field";
import * as z from "zod";

/** Returns the schema of inputs. */
export function inputSchema<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape);
}

/** Matches names of artifacts: GitHub refuses other characters (@actions/artifact, path-and-artifact-name-validation). */
export const artifactName = /^[^"':<>|*?\r\n\\/]+$/;
const artifactPattern = /^[^"':<>|?\r\n\\/]+$/;

export const artifactField = field(z.string().regex(artifactName).optional(), {
  description:
    "upload the finished compose as an artifact of this name, with its modes and links, for debootc assemble",
  allowed: "a name without quotes, slashes and : < > | * ?",
  placeholder: "NAME",
});

export const packageArtifactField = field(z.string().regex(artifactName).optional(), {
  description:
    "upload what was built as an artifact of this name, such as matrix.artifact, for later tasks of the hub",
  allowed: "a name without quotes, slashes and : < > | * ?",
  placeholder: "NAME",
});

export const retentionDaysField = field(z.int().min(1).max(90).optional(), {
  description: "how many days to keep the artifact; by default as long as the repository does",
  placeholder: "N",
});

export const allowIncompleteField = field(z.boolean().default(false), {
  description: "go on with a warning if nothing failed but what may fail; without it the step fails",
});

export const githubCacheField = field(z.boolean().default(true), {
  description:
    "keep finished steps in the cache of GitHub Actions, and fetch them from there; false, or a remote-cache, leaves it alone",
});

export const artifactsField = field(z.string().regex(artifactPattern).optional(), {
  description:
    "download the artifacts of this run with such names, * for any text, and assemble the composes in them",
  allowed: "a name in which * stands for any text, such as leg-*",
  placeholder: "PATTERN",
});

export const emulationField = field(z.boolean().default(false), {
  description: "also install emulators, to compose for architectures other than the runner's",
});

export const freeDiskField = field(z.int().min(0).default(0), {
  description: "remove software that hosted runners bring until so many GiB are free; 0 removes nothing",
  placeholder: "GIB",
});
