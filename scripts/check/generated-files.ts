import { generatedFiles as all } from "../generate/generated-files.ts";
import { readText } from "../repository/repository.ts";

/** Generated files that are not what their sources give now. */
export async function generatedFiles(): Promise<string[]> {
  const complaints = await Promise.all(
    all.map(async ({ path, content }) => {
      const written = await readText(path).catch(() => undefined);
      return written === content() ? [] : [`${path} is out of date: run npm run generate and commit it`];
    }),
  );
  return complaints.flat();
}
