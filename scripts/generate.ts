import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { generatedFiles as outOfDate } from "./check/generated-files.ts";
import { generatedFiles } from "./generate/generated-files.ts";
import { repository } from "./repository/repository.ts";

/** Writes every generated file, or with --check says which are out of date: `npm run generate`. */
if (process.argv.includes("--check")) {
  const complaints = await outOfDate();
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length === 0 ? 0 : 1;
} else {
  for (const { path, content } of generatedFiles) {
    await mkdir(dirname(`${repository}/${path}`), { recursive: true });
    await writeFile(`${repository}/${path}`, content());
  }
}
