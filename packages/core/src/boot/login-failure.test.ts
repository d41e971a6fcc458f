import { expect, test } from "vitest";
import { guestStory } from "./guest-story.fixture.ts";
import { loginFailure } from "./login-failure.ts";

test("a machine that came up but took no login is told by its time, ssh's last word and the end of its console", () => {
  const error = loginFailure(
    guestStory({ ending: "timed-out" }),
    "Connection reset by peer",
    "/l/console.log",
  );

  expect(error.code).toBe("boot-failed");
  expect(error.message).toMatch(/took no login by ssh within 600 s \(ssh: Connection reset by peer\)\n/);
  expect(error.message).toContain("localhost login:");
  expect(error.hint).toContain("network");
  expect(error.hint).toContain("/l/console.log");
});

test("a login that was refused points to the configuration of sshd", () => {
  const said = "root@127.0.0.1: Permission denied (publickey).";

  expect(loginFailure(guestStory({ ending: "timed-out" }), said, "/l").hint).toContain("PermitRootLogin");
});

test("a kernel that panicked is the reason, not ssh", () => {
  const trouble = { what: "the kernel panicked", hint: "Look at it.", line: "Kernel panic" };

  expect(loginFailure(guestStory({ ending: "trouble", trouble }), "", "/l").message).toContain(
    "the kernel panicked",
  );
});
