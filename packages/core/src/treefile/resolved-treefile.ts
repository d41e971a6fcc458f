import * as z from "zod";
import { defineRecord } from "../record/record.ts";
import { treefileKeys } from "./treefile-keys.ts";

/** Joins the shapes of several keys into one. */
export type Joined<Shapes> = (Shapes extends unknown ? (shape: Shapes) => void : never) extends (
  joined: infer All,
) => void
  ? { [Field in keyof All]: All[Field] }
  : never;

type Fields = Joined<(typeof treefileKeys)[number]["record"]>;
const fields = Object.assign({}, ...treefileKeys.map(({ record }) => record)) as Fields;

/** Holds a treefile with its includes merged, its variables replaced and one architecture chosen. */
export const resolvedTreefile = defineRecord("treefile", 1, {
  /** File name without its ending; names the compose. */
  name: z.string(),
  /** Debian's name, such as `amd64`. */
  architecture: z.string(),
  ...fields,
});
export type ResolvedTreefile = z.infer<typeof resolvedTreefile.schema>;

/** Describes a source of packages next to the suite's own archive, in deb822's words. */
export type PackageSource = ResolvedTreefile["sources"][number];
/** Describes where machines fetch updates from, and the public keys that may sign them. */
export type OstreeRemote = NonNullable<ResolvedTreefile["ostreeRemote"]>;
/** Lists accounts that the image must have. */
export type AccountCheck = NonNullable<ResolvedTreefile["checkPasswd"]>;
