/**
 * Returns DEB_BUILD_OPTIONS for a build (Policy 4.9.1): the options in the configuration, the number of processors, and
 * `nocheck` if the profile of that name is active, because programs of the build may not look at profiles.
 */
export function buildOptions(
  given: string | undefined,
  { parallel, profiles }: { readonly parallel: number; readonly profiles: readonly string[] },
): string {
  const own = wordsOf(given).filter((word) => !parallelForm.test(word));
  const nocheck = profiles.includes("nocheck") ? ["nocheck"] : [];
  return [...new Set([`parallel=${parallel}`, ...own, ...nocheck])].join(" ");
}

/** Returns the number of processors for a build: the configured number, or else as many as it may use. */
export function parallelOf(given: string | undefined, jobs: number): number {
  const numbers = wordsOf(given).flatMap((word) => parallelForm.exec(word)?.[1] ?? []);
  return Number(numbers.at(-1) ?? jobs);
}

const parallelForm = /^parallel=([1-9][0-9]{0,4})$/;

function wordsOf(text = ""): string[] {
  return text.split(/\s+/).filter(Boolean);
}
