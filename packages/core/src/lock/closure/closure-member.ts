import type { PackageVersion } from "../package-universe.ts";

/** Is one package of a set, with its stanza of an index or its control file. */
export type ClosureMember = Pick<PackageVersion, "name" | "version" | "stanza">;
