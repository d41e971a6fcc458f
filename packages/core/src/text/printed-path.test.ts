import * as fc from "fast-check";
import * as yaml from "js-yaml";
import { describe, expect, test } from "vitest";
import { escapedName, printableName } from "../tar/escaped-name.ts";
import { matchesPrintedPath, pathInYaml } from "./printed-path.ts";

describe("a pattern of a treefile", () => {
  test.each([
    ["/usr/share/caf\\xe9", "/usr/share/caf\udce9", true],
    ["/usr/share/caf*", "/usr/share/caf\udce9", true],
    ["/usr/share/*\\xff/x", "/usr/share/\udcfe\udcff/x", true],
    ["/usr/share/a\\x0ab", "/usr/share/a\nb", true],
    ["/usr/share/caf\\xe9", "/usr/share/café", false],
    ["/usr/share/caf\\xe8", "/usr/share/caf\udce9", false],
    ["/usr/lib/a\\x2db.slice", "/usr/lib/a\\x2db.slice", true],
    ["/usr/lib/a\\x2db.slice", "/usr/lib/a-b.slice", false],
  ])("%j on %j: %s", (pattern, path, expected) => {
    expect(matchesPrintedPath(pattern, path)).toBe(expected);
  });

  test("that a message offers matches, whatever bytes the name has", () => {
    const bytes = fc
      .uint8Array({ minLength: 1, maxLength: 8 })
      .filter((array) => !array.includes(0) && !array.includes(0x2f));
    fc.assert(
      fc.property(bytes, (array) => {
        const path = `/usr/${escapedName(Buffer.from(array))}`;
        expect(yaml.load(`[${pathInYaml(path)}]`)).toEqual([printableName(path)]);
        expect(yaml.load(`{ path: ${pathInYaml(path)}, class: x }`)).toEqual({
          path: printableName(path),
          class: "x",
        });
        expect(matchesPrintedPath(printableName(path), path)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
