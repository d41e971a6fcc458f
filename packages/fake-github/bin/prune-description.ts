import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { correctedDocument } from "../src/description/corrections.ts";
import type { Description } from "../src/description/description.ts";
import { pruneDescription } from "../src/description/prune-description.ts";
import { servedOperations } from "../src/description/served-operations.ts";
import { servedWebhooks } from "../src/description/served-webhooks.ts";

/** Reads an unpacked package @octokit/openapi, and writes the part of it that is served; README.md says when and how. */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("cannot prune: no folder was given; allowed: the unpacked package @octokit/openapi\n");
  process.exit(2);
}
const { name, version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
const document = JSON.parse(await readFile(join(folder, "generated/api.github.com.json"), "utf8"));
const description = pruneDescription(correctedDocument(document), {
  source: `${name} ${version}`,
  operations: servedOperations,
  webhooks: servedWebhooks,
});
const target = fileURLToPath(new URL("../data/github.json", import.meta.url));
await writeFile(target, printed(description));

/** Gives each operation and schema a line of its own, so that a newer description shows as a readable difference. */
function printed(description: Description): string {
  const parts = (["operations", "webhooks", "schemas"] as const).map((part) => {
    const members = Object.entries(description[part]).map(
      ([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)}`,
    );
    return `"${part}":{\n${members.join(",\n")}\n}`;
  });
  return `{"source":${JSON.stringify(description.source)},\n${parts.join(",\n")}}\n`;
}
