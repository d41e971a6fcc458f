import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { loadTreefile } from "./load-treefile.ts";
import type { InspectFile } from "./layer/own-file.ts";

const kinds = new Map<string, ReturnType<InspectFile>>([
  ["/tree/a", "file"],
  ["/tree/b", "file"],
  ["/tree/l", "link"],
  ["/tree/d", "directory"],
  ["/tree/x.deb", "directory"],
]);

/** The errors of a treefile whose files are those above. */
function errorsOf(text: string): string[] {
  try {
    loadTreefile({
      file: "/tree/system.yaml",
      architecture: "amd64",
      read: () => new TextEncoder().encode(`ref: a\nsuite: sid\n${text}\n`),
      inspect: (source) => kinds.get(source) ?? { message: "the file does not exist" },
    });
    return [];
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    return error.diagnostics.map(({ line, column, key, message }) => `${line}:${column} ${key}: ${message}`);
  }
}

test.each([
  ["add-files: [[a, /etc/a], [d, /etc], [d, /etc/d], [b, /etc/d/b], [l, /usr/lib/l], [a, /etc/a]]", []],
  ["add-files: [[none, /etc/a]]", ["3:14 add-files[0][0]: the file does not exist"]],
  ["add-files: [{source: none, destination: /etc/a}]", ["3:22 add-files[0].source: the file does not exist"]],
  ["add-files: [[a, /etc]]", ["3:17 add-files[0][1]: a file cannot take the place of the directory /etc"]],
  [
    "add-files: [[l, /usr/bin]]",
    ["3:17 add-files[0][1]: a link cannot take the place of the directory /usr/bin"],
  ],
  [
    "add-files: [[a, /etc/x], [b, /etc/x/y]]",
    ["3:30 add-files[1][1]: /etc/x is not a directory but a file, added in line 3"],
  ],
  ["add-files: [[a, /etc/x], [b, /etc/x]]", ["3:30 add-files[1][1]: another file goes to /etc/x by line 3"]],
  ['add-files: [{source: d, destination: /etc/d, mode: "2750", owner: Debian-exim, group: _ssh}]', []],
  [
    "add-files: [{source: a, destination: /etc/a, mode: 0640}]",
    ["3:52 add-files[0].mode: expected a string, not a number"],
  ],
  [
    'add-files: [{source: a, destination: /etc/a, mode: "u=rw"}]',
    ['3:52 add-files[0].mode: "u=rw" is not a mode'],
  ],
  [
    'add-files: [{source: a, destination: /etc/a, mode: "0680"}]',
    ['3:52 add-files[0].mode: "0680" is not a mode'],
  ],
  [
    'add-files: [{source: l, destination: /etc/l, mode: "0640"}]',
    ["3:52 add-files[0].mode: a link has no mode of its own"],
  ],
  [
    "add-files: [{source: a, destination: /etc/a, owner: 33}]",
    ["3:53 add-files[0].owner: expected a string, not a number"],
  ],
  [
    'add-files: [{source: a, destination: /etc/a, owner: "33"}]',
    ['3:53 add-files[0].owner: "33" is not the name of a user'],
  ],
  [
    'add-files: [{source: a, destination: /etc/a, group: "a:b"}]',
    ['3:53 add-files[0].group: "a:b" is not the name of a group'],
  ],
  [
    "local-packages: [x.deb, none.deb]",
    ["3:18 local-packages[0]: the package is a directory", "3:25 local-packages[1]: the file does not exist"],
  ],
])("%s", (text, errors) => {
  expect(errorsOf(text)).toEqual(errors);
});
