/**
 * DEB_BUILD_OPTIONS of a build (Policy 4.9.1): what the configuration gives of it, with the number of processors, and
 * with `nocheck` where the profile of that name is active, which programs of the build need not look at.
 */
export function buildOptions(
  given: string | undefined,
  { parallel, profiles }: { readonly parallel: number; readonly profiles: readonly string[] },
): string {
  const own = wordsOf(given).filter((word) => !parallelForm.test(word));
  const nocheck = profiles.includes("nocheck") ? ["nocheck"] : [];
  return [...new Set([`parallel=${parallel}`, ...own, ...nocheck])].join(" ");
}

/** How many processors a build is told of: as many as the configuration says, else as many as it may use. */
export function parallelOf(given: string | undefined, jobs: number): number {
  const numbers = wordsOf(given).flatMap((word) => parallelForm.exec(word)?.[1] ?? []);
  return Number(numbers.at(-1) ?? jobs);
}

const parallelForm = /^parallel=([1-9][0-9]{0,4})$/;

function wordsOf(text = ""): string[] {
  return text.split(/\s+/).filter(Boolean);
}
