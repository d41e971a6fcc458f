import { expect, test } from "vitest";
import { unmetLines } from "./unmet-lines.ts";

const boilerplate = `Reading package lists...
Building dependency tree...
Note, using file '/run/solve/source.dsc' to get the build dependencies
Some packages could not be installed. This may mean that you have
requested an impossible situation or if you are using the unstable
distribution that some required packages have not yet been created
or been moved out of Incoming.
The following information may help to resolve the situation:
`;

test.each(["The following packages have unmet dependencies:", "Unsatisfied dependencies:"])(
  "only the reasons are left of a report with %j",
  (heading) => {
    const reasons = " builddeps:/run/solve/source.dsc : Depends: libfoo-dev but it is not installable";
    const said = `${boilerplate}\n${heading}\n${reasons}\nE: Unable to correct problems, you have held broken packages.`;

    expect(unmetLines(said)).toBe("the source package : Depends: libfoo-dev but it is not installable");
  },
);

test("a report without such a list is left from its error on", () => {
  const error =
    "E: Unable to satisfy dependencies. Reached two conflicting assignments:\n   1. a is not selected\n   2. b needs a";

  expect(unmetLines(boilerplate + error)).toBe(error.replaceAll("\n", "\n  "));
});

test("a report of another form is left whole", () => {
  expect(unmetLines("apt has changed\nagain")).toBe("apt has changed\n  again");
});
