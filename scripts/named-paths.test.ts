import { globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "./repository/repository.ts";

const places = "packages|actions|cli|docs|e2e|scripts|script|treefiles|chroots|bin|\\.github";
const path = new RegExp(`(?<![\\w@/.<-])(?:${places})/[\\w./<>*-]*[\\w>*]`, "g");
/** Stands for a name that the reader chooses, as in `rules/<rule>.ts` or `e2e/NAME.sh`. */
const placeholder = /<[\w-]+>|\b[A-Z][A-Z_]+\b/g;

const pagesIn = (folder: string) =>
  readdirSync(join(repository, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
const recipes = pagesIn("docs/how-to");
const pages = ["ARCHITECTURE.md", "CONTRIBUTING.md", ...pagesIn("docs/adr"), ...recipes];

/** A line `// PATH` above code names a file that the reader creates: only its folder must exist. */
const created = /^\s*\/\/ (\S+[.]ts)$/gm;

function pathsIn(text: string): readonly string[] {
  const own = new Set([...text.matchAll(created)].map(([, name = ""]) => name));
  return [...new Set((text.match(path) ?? []).map((name) => (own.has(name) ? dirname(name) : name)))];
}

function missingOf(paths: readonly string[]): readonly string[] {
  return paths.filter((one) =>
    [one, one.replaceAll(placeholder, "*")].every(
      (pattern) => globSync(pattern, { cwd: repository }).length === 0,
    ),
  );
}

describe("pages for people who change debootc name only paths that exist", () => {
  test.each(pages)("%s", (page) => {
    expect(missingOf(pathsIn(readFileSync(join(repository, page), "utf8")))).toEqual([]);
  });

  test("a path that has gone is found, in a sentence and in a command", () => {
    const text =
      "See `packages/core/src/no-such-file.ts`.\n\nnpx vitest run --project unit cli/src/no-such-folder\n";

    expect(missingOf(pathsIn(text))).toEqual(["packages/core/src/no-such-file.ts", "cli/src/no-such-folder"]);
  });

  test("a placeholder stands for any name, but something must be where it leads", () => {
    const text = "`e2e/NAME.sh`, `packages/core/src/lint/rules/<rule>.ts`, `docs/<page>.txt`";

    expect(pathsIn(text)).toHaveLength(3);
    expect(missingOf(pathsIn(text))).toEqual(["docs/<page>.txt"]);
  });

  test("a file that the reader creates needs no more than its folder", () => {
    const named = (name: string) => missingOf(pathsIn(`// ${name}\ncode\n\nnpx vitest run ${name}\n`));

    expect(named("cli/src/commands/example.ts")).toEqual([]);
    expect(named("cli/src/no-such-folder/example.ts")).toEqual(["cli/src/no-such-folder"]);
  });

  test("import specifiers and addresses are not taken for paths", () => {
    expect(pathsIn('from "@debootc/cli/src/x"; https://example.org/docs/x.md')).toEqual([]);
  });
});

test("the index of the recipes lists each of them", () => {
  const index = readFileSync(join(repository, "docs/how-to/README.md"), "utf8");

  expect(recipes.filter((page) => !index.includes(`(${page.replace("docs/how-to/", "")})`))).toEqual([
    "docs/how-to/README.md",
  ]);
});
