import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readText, repository } from "./repository/repository.ts";

const page = await readText("ARCHITECTURE.md");
const floors = {
  cli: "cli/src",
  "actions/kit": "actions/kit/src",
  pipeline: "packages/pipeline/src",
  "pipeline/mock-build": "packages/pipeline/src/mock-build",
  tools: "packages/tools/src",
  core: "packages/core/src",
  "runner-agent": "runner-agent/src",
};

/** The paragraph that lists the rooms of a floor. */
function paragraphOf(floor: string): string {
  const [, text = ""] = page.split(`\n**${floor}**:`);
  return text.split("\n\n")[0] ?? "";
}

describe.each(Object.entries(floors))("ARCHITECTURE.md on %s", (floor, folder) => {
  test("names every room there is", () => {
    const rooms = readdirSync(`${repository}/${folder}`, { withFileTypes: true })
      .filter(
        (entry) => entry.isDirectory() && readdirSync(`${repository}/${folder}/${entry.name}`).length > 0,
      )
      .map(({ name }) => name);

    expect(rooms.filter((room) => !new RegExp(`\`${room}(?:/[^\`]+)?\``).test(paragraphOf(floor)))).toEqual(
      [],
    );
  });
});

describe("the table of features", () => {
  const rows = page
    .split("\n")
    .filter((line) => /^\| .* \| .*\(docs\//.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));

  test("has a row for each of a dozen features", () => {
    expect(rows.length).toBeGreaterThan(12);
  });

  test("names only rooms and pages that exist", () => {
    const missing = rows.flatMap(([, , core = "", tools = "", pipeline = "", , pages = ""]) => [
      ...absent(core, "packages/core/src"),
      ...absent(tools, "packages/tools/src"),
      ...absent(pipeline, "packages/pipeline/src"),
      ...[...pages.matchAll(/\((docs\/[^)]+)\)/g)]
        .map(([, path]) => path ?? "")
        .filter((path) => !existsSync(`${repository}/${path}`)),
    ]);

    expect(missing).toEqual([]);
  });
});

function absent(cell: string, folder: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)]
    .map(([, room]) => `${folder}/${room}`)
    .filter((path) => !existsSync(`${repository}/${path}`));
}
