import { debianSourceIds } from "@debootc/core/debian/debian-sources";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { join } from "node:path";
import type { OperationContext } from "../worker/operation-context.ts";
import type { IndexRequest } from "./index-memory.ts";
import { readIndexes } from "./read-indexes.ts";
import type { VerifiedSuite } from "./verified-indexes.ts";

/**
 * Finds names in the components of Debian's archive that the treefile does not use. Only serves messages: a component
 * that cannot be read now is left out, with a line in the log.
 */
export async function findInOtherComponents(
  names: readonly string[],
  suites: readonly VerifiedSuite[],
  request: IndexRequest,
  context: OperationContext,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const base = suites.find(({ source }) => debianSourceIds.has(source.id));
  const components = base?.release?.components.filter((one) => !base.source.components.includes(one)) ?? [];
  if (base === undefined) return found;
  for (const component of components) {
    const source = { ...base.source, suites: [base.index.suite], components: [component] };
    try {
      const workDirectory = join(request.workDirectory, `other-${component.replaceAll("/", "_")}`);
      const read = await readIndexes({ ...request, sources: [source], workDirectory }, context);
      const parts = read.suites.flatMap((suite) => suite.parts);
      for (const name of names) {
        if (parts.some(({ index }) => index.stanzasOf(name).length > 0)) found.set(name, component);
      }
    } catch (error) {
      if (!(error instanceof DebootcError) || error.code === "cancelled") throw error;
      context.log(`cannot search the component ${component}: ${error.message}`);
    }
  }
  return found;
}
