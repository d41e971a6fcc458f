import fc from "fast-check";
import { expect, test } from "vitest";
import { metricText } from "./metric-text.ts";

test("a figure has what it says, its type and a line for each value", () => {
  const text = metricText([
    {
      name: "hub_tasks",
      kind: "gauge",
      help: "Tasks by state.",
      values: [{ labels: { state: "FREE" }, value: 3 }, { value: 0.5 }],
    },
  ]);

  expect(text).toBe(
    '# HELP hub_tasks Tasks by state.\n# TYPE hub_tasks gauge\nhub_tasks{state="FREE"} 3\nhub_tasks 0.5\n',
  );
});

test("no label breaks out of its line or of its quotes, whatever is in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (label) => {
      const text = metricText([
        { name: "x", kind: "gauge", help: "y", values: [{ labels: { label }, value: 1 }] },
      ]);
      const lines = text.split("\n");
      expect(lines).toHaveLength(4);
      const quoted = /^x\{label="((?:[^"\\]|\\["\\n])*)"\} 1$/s.exec(lines[2] ?? "")?.[1];
      expect(quoted?.replaceAll(/\\(.)/g, (_, sign: string) => (sign === "n" ? "\n" : sign))).toBe(label);
    }),
  );
});
