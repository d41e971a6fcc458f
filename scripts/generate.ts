import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { generatedFiles } from "./generate/generated-files.ts";
import { repository } from "./repository/repository.ts";

/** Writes every generated file: `npm run generate`. */
for (const { path, content } of generatedFiles) {
  await mkdir(dirname(`${repository}/${path}`), { recursive: true });
  await writeFile(`${repository}/${path}`, content());
}
