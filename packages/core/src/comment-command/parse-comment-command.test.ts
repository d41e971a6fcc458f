import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CommentCommand, commentCommandSchema } from "./comment-command.ts";
import { commentRequestSchema } from "./comment-request.ts";
import { parseCommentCommand } from "./parse-comment-command.ts";

const sha = fc.stringMatching(/^[0-9a-f]{12,40}$/);
const task = fc.option(fc.stringMatching(/^[a-z0-9/.+-]{1,40}$/), { nil: undefined });
const command: fc.Arbitrary<CommentCommand> = fc.oneof(
  fc.constantFrom({ verb: "build" } as const, { verb: "help" } as const),
  fc
    .tuple(fc.constantFrom("retry" as const, "cancel" as const, "why" as const), task)
    .map(([verb, name]) => (name === undefined ? { verb } : { verb, task: name })),
  fc.integer({ min: -100, max: 100 }).map((priority) => ({ verb: "priority" as const, priority })),
  sha.map((digits) => ({ verb: "ok" as const, sha: digits })),
);
const space = fc.stringMatching(/^[ \t]{1,3}$/);

function written(one: CommentCommand): string[] {
  const { verb, ...rest } = one;
  return ["/debootc", verb, ...Object.values(rest).map(String)];
}

describe("a comment", () => {
  test("has the command that its first line with /debootc says, whatever is around it", () => {
    const prose = fc.array(fc.stringMatching(/^[a-z !?,.]{0,30}$/), { maxLength: 4 });
    const newline = fc.constantFrom("\n", "\r\n");
    fc.assert(
      fc.property(command, space, prose, prose, newline, (one, gap, before, after, end) => {
        const body = [...before, written(one).join(gap), ...after, "/debootc help"].join(end);

        expect(parseCommentCommand(body)).toEqual({ command: one });
      }),
    );
  });

  test("is a command that is stored as it is, or a fault, or neither, for any text", () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      command.map((one) => written(one).join(" ")),
    );
    fc.assert(
      fc.property(hostile, hostile, fc.constantFrom(" ", "\n", "\t", ""), (first, second, gap) => {
        const parsed = parseCommentCommand(`/debootc ${first}${gap}${second}`);
        expect(JSON.stringify(parsed ?? {})).not.toMatch(/\p{C}|\\u/u);
        if (parsed === undefined || "fault" in parsed) return;

        expect(commentCommandSchema.parse(parsed.command)).toEqual(parsed.command);
        const request = { commentId: 1, pullRequest: 1, actor: "ada", delivery: "x", asked: parsed };
        expect(commentRequestSchema.parse(JSON.parse(JSON.stringify(request)))).toEqual(request);
      }),
    );
  });

  test.each([
    "please do not use /debootc build here",
    "> /debootc build",
    "    /debootc build",
    "```\n/debootc build\n```",
    "~~~~ sh\n/debootc build\n~~~\n~~~~",
    "/debootcbuild",
    "/Debootc build",
    "",
  ])("that only speaks of a command has none: %j", (body) => {
    expect(parseCommentCommand(body)).toBeUndefined();
  });

  test("after a code block that ended has a command", () => {
    expect(parseCommentCommand("```\n/debootc cancel\n```\n/debootc build")).toEqual({
      command: { verb: "build" },
    });
  });

  test.each([
    ["/debootc", "needs a command"],
    ["/debootc biuld", "did you mean `build`"],
    ["/debootc toString", "is not a command"],
    ["/debootc build now", "given: `now`"],
    ["/debootc priority", "nothing was given"],
    ["/debootc priority 101", "from -100 to 100"],
    ["/debootc priority 1e1", "from -100 to 100"],
    ["/debootc ok", "nothing was given"],
    ["/debootc ok 1234567", "at least 12 digits"],
    ["/debootc ok zzzzzzzzzzzzzzzz", "at least 12 digits"],
    ["/debootc retry a b", "given: `a b`"],
    ["/debootc retry a\0b", "given: `a?b`"],
    ["/debootc `x`", "`'x'` is not a command"],
  ])("that is not understood says why: %s", (body, why) => {
    const parsed = parseCommentCommand(body);

    expect(parsed).toMatchObject({ fault: { message: expect.stringContaining(why) } });
  });

  test("approves the commit that it names, in either case of letters", () => {
    const digits = "ABCDEF012345ABCDEF012345ABCDEF012345ABCD";

    expect(parseCommentCommand(`/debootc ok ${digits}`)).toEqual({
      command: { verb: "ok", sha: digits.toLowerCase() },
    });
  });
});
