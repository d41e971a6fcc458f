import { isWorkflowCommand } from "@debootc/core/text/workflow-command.fixture";
import { describe, expect, test } from "vitest";
import { guardedWriter } from "./guarded-writer.ts";
import { createStyle } from "./style.ts";

function written(text: string, { color = false, rows = 0 } = {}): string {
  let all = "";
  const writer = guardedWriter((more) => (all += more), color);
  if (rows > 0) writer.rewrite(rows, text);
  else writer.write(text);
  return all;
}

describe("guardedWriter", () => {
  test("lets every colour of our own through, and no other sequence", () => {
    const style = createStyle(true);
    const painted = Object.values(style)
      .map((paint) => paint("x"))
      .join("");
    const foreign = "\u001b[2J\u001b[5m\u001b]0;title\u0007\u009b1A\r\b";

    expect(written(painted, { color: true })).toBe(painted);
    expect(
      written(`${style.bad("x")}${foreign}`, { color: true }).replaceAll(/\u001b\[(?:1|22|31|39)m/g, ""),
    ).toBe("x\\u001b[2J\\u001b[5m\\u001b]0;title\\u0007\\u009b1A\\u000d\\u0008");
    expect(written(painted)).not.toContain("\u001b");
  });

  test("shows what reorders or hides text", () => {
    expect(written("gpj.\u202eexe\u2066 a\u200bb\u00ad\n")).toBe("gpj.\\u202eexe\\u2066 a\\u200bb\\u00ad\n");
  });

  test.each([
    "::error::x\n",
    "a\n \t::warning file=x::y\n",
    "log ##[error]x\n",
    "a\r::error::x\n",
    "\u200b::error::x\n",
    "\u00a0\u2003::error::x\n",
    "\u001b[31m::error::x\n",
    "#\u200b#[error]x\n",
    "a\u2028::error::x\n",
  ])("lets no line be a command: %j", (text) => {
    for (const color of [true, false])
      for (const rows of [0, 2])
        expect(written(text, { color, rows }).split(/\n|\r/).filter(isWorkflowCommand)).toEqual([]);
  });

  test("goes up over what was drawn, in the same write", () => {
    const writes: string[] = [];
    guardedWriter((text) => writes.push(text), true).rewrite(3, "new\n");

    expect(writes).toEqual(["\r\u001b[3A\u001b[0Jnew\n"]);
  });
});
