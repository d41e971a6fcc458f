import { describe, expect, test } from "vitest";
import { diffMarkdown } from "./diff-markdown.ts";
import { weekOfUpdates } from "./image-diff.fixture.ts";

describe("diffMarkdown", () => {
  test("has a table of what differs, of packages and of layers", () => {
    const text = diffMarkdown(weekOfUpdates, "/home/me");

    expect(text).toContain("### `minimal-13-20261121.0` → `minimal-13-20261128.0`");
    expect(text).toContain("| packages | 181 | 182 | 2 added, 1 removed, 3 upgraded, 1 downgraded |");
    expect(text).toContain(
      "| `openssl` | upgraded | `3.5.1-1+deb13u1` | `3.5.4-1~deb13u1` | +12.3 kB | `libssl3t64` `openssl` `openssl-provider-legacy` |",
    );
    expect(text).toContain("A host with the old image downloads **12.5 MB** of 310.5 MB (200.0 kB of it");
    expect(text).toContain(
      "| 100.0 kB | `generated/dpkg` | `generated/dpkg: usr/lib/sysimage/dpkg/status and 3 more paths` |",
    );
  });

  test("every table has as many cells in each row as in its head", () => {
    const changes = [
      { path: "a|b", change: "added" as const, type: "file" as const, size: 1, what: [], layer: 0 },
    ];
    const text = diffMarkdown({ ...weekOfUpdates, paths: { ...weekOfUpdates.paths, changes } }, "/");
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    const tables = text.split("\n\n").filter((block) => block.startsWith("| "));

    expect(tables.length).toBe(5);
    for (const rows of tables.map((block) => block.trim().split("\n"))) {
      expect(new Set(rows.map(cells)).size, rows[0]).toBe(1);
    }
  });

  test("nothing that an image says is markup", () => {
    const evil = "`</details><img src=x onerror=alert(1)>\n\n# @everyone | x";
    const text = JSON.stringify(weekOfUpdates).replaceAll(
      /"(openssl|org\.example\.team|13\.0|generated\/dpkg)"/g,
      () => JSON.stringify(evil),
    );

    const shown = diffMarkdown(JSON.parse(text), "/");

    expect(shown).toContain("`'</details><img src=x onerror=alert(1)># @everyone \\| x`");
    expect(shown.replaceAll(/`[^`\n]*`/g, "")).not.toMatch(/evil|onerror|@everyone/);
  });

  test("an identical image is one line", () => {
    expect(diffMarkdown({ ...weekOfUpdates, identical: true }, "/").split("\n")).toHaveLength(2);
  });
});
