import { readText, repositoryFiles } from "../repository/repository.ts";

const limit = 300;
const source = /[.](ts|tsx|mjs|sh)$|^(bin|script|[.]ci)\/[^.]+$/;

/** A source file that has outgrown one idea. */
export async function fileSizes(): Promise<string[]> {
  const sources = (await repositoryFiles()).filter((path) => source.test(path));
  const sizes = await Promise.all(
    sources.map(async (path) => ({ path, lines: countLines(await readText(path)) })),
  );
  return sizes
    .filter(({ lines }) => lines > limit)
    .map(
      ({ path, lines }) => `${path}: ${lines} lines; allowed: ${limit}. Split it where a second idea begins.`,
    );
}

function countLines(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
