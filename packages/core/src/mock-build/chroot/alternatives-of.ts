import type { AlternativeRule } from "../../source-package/chosen-alternatives.ts";
import type { ChrootConfiguration } from "./chroot-configuration.ts";

/**
 * Returns which alternatives of build dependencies count in a chroot. By default all do where backports complete the suite,
 * as on Debian's own builders: a backport names first what only a later suite has.
 */
export function alternativesOf({
  alternatives,
  dependenciesFrom = [],
  sources,
}: Pick<ChrootConfiguration, "alternatives" | "dependenciesFrom" | "sources">): AlternativeRule {
  if (alternatives !== undefined) return alternatives;
  const suites = sources.flatMap((source) => (dependenciesFrom.includes(source.id) ? source.suites : []));
  return suites.some((suite) => /-backports(?:-sloppy)?$/.test(suite)) ? "all" : "first";
}
