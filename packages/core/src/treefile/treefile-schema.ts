import * as z from "zod";
import { treefileKeys } from "./treefile-keys.ts";

/**
 * A treefile as it is written, before variables are replaced and includes are merged. Every key may be absent: what
 * a whole treefile needs is known only when all its files are merged.
 */
export const treefileSchema = z
  .strictObject(Object.fromEntries(treefileKeys.map(({ name, schema }) => [name, schema.optional()])))
  .meta({ title: "debootc treefile", description: "What a Debian image consists of." });
