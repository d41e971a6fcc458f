import { expect, test } from "vitest";
import { directoryName, gitTreeName } from "./tree-name.ts";

const url = "https://example.org/all.git";

test.each([
  [directoryName("/srv/all", "./all/"), "./all/", "/srv/all/debian/rules", "/srv/all", "./all/tools/jq/"],
  [gitTreeName({ url }), url, `debian/rules of ${url}`, url, `${url}#:tools/jq`],
  [
    gitTreeName({ url, ref: "v1" }),
    `${url}#v1`,
    `debian/rules of ${url}#v1`,
    `${url}#v1`,
    `${url}#v1:tools/jq`,
  ],
  [
    gitTreeName({ url, ref: "v1", subdirectory: "a" }),
    `${url}#v1:a`,
    `a/debian/rules of ${url}#v1`,
    `a of ${url}#v1`,
    `${url}#v1:a/tools/jq`,
  ],
])("a tree is called by what the user named (%#)", (name, origin, file, tree, below) => {
  expect([name.origin, name.of("debian/rules"), name.of(""), name.argumentFor("tools/jq")]).toEqual([
    origin,
    file,
    tree,
    below,
  ]);
});
