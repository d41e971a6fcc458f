import { expect, test } from "vitest";
import { damageText } from "./damage-text.ts";

test("findings are a table, in which nothing acts on a terminal", () => {
  const damage = [
    { subject: "run 12", message: "it is OPEN", hint: "Cancel it." },
    { subject: "outgoing \u001b[2J", message: "x", hint: "Restore." },
  ];
  expect(damageText({ checks: 20, damage })).toBe(`subject        finding     what to do
run 12         it is OPEN  Cancel it.
outgoing  [2J  x           Restore.
2 findings in 20 checks
`);
  expect(damageText({ checks: 20, damage: [] })).toBe("no damage: 20 checks\n");
});
