import { expect, test } from "vitest";
import { explainUnknown, unknownNames } from "./explain-unknown.ts";
import { universeOf } from "./universe.fixture.ts";

const universe = universeOf({
  trixie: [
    "nginx 1.26",
    "exim 4; Provides: mta",
    "postfix 3; Provides: mta",
    "mawk 1; Provides: awk",
    "g++ 14",
  ],
  "trixie-backports": ["nginx 1.30", "newer 1"],
});
const wanted = (...names: string[]) => names.map((name) => ({ name, because: "treefile" }) as const);
const explain = (name: string) =>
  explainUnknown(wanted(name), universe, "trixie for amd64").map(({ message }) => message);

test("an unknown name is answered with the nearest known one", () => {
  expect(explain("ngnix")).toEqual([
    "treefile wants ngnix: there is no such package in trixie for amd64; did you mean nginx?",
  ]);
  expect(explain("something-else")).toEqual([
    "treefile wants something-else: there is no such package in trixie for amd64",
  ]);
  expect(unknownNames(wanted("ngnix", "nginx", "mta"), universe)).toEqual(["ngnix"]);
});

test("a name with several providers must be chosen, and one with a single provider means that provider", () => {
  expect(explain("mta")).toEqual([
    "treefile wants mta: only other packages provide it; choose one of: exim, postfix",
  ]);
  expect(explain("awk")).toEqual([]);
});
