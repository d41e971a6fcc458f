import { expect, test } from "vitest";
import { guestStory } from "./guest-story.fixture.ts";
import { loginFailure } from "./login-failure.ts";

const nothing = { refused: false, said: "" };

test("a machine that came up but took no login is told by its time, ssh's last word and the end of its console", () => {
  const error = loginFailure(
    guestStory({ ending: "timed-out" }),
    { refused: false, said: "Connection reset by peer" },
    "/l/console.log",
  );

  expect(error.code).toBe("boot-failed");
  expect(error.message).toMatch(/took no login by ssh within 600 s \(ssh: Connection reset by peer\)\n/);
  expect(error.message).toContain("localhost login:");
  expect(error.hint).toContain("network");
  expect(error.hint).toContain("/l/console.log");
});

test("a key that was refused is told as that, not as a time that passed, and points to the configuration of sshd", () => {
  const said = "root@127.0.0.1: Permission denied (publickey).";
  const error = loginFailure(guestStory(), { refused: true, said }, "/l");

  expect(error.message).toMatch(
    /^the machine refused the login by ssh \(ssh: root@127\.0\.0\.1: Permission denied/,
  );
  expect(error.hint).toContain("PermitRootLogin");
});

test("another refusal points to what sshd and ssh allow, not to the key", () => {
  const said =
    "Unable to negotiate with 127.0.0.1 port 1: no matching host key type found. Their offer: ssh-dss";
  const error = loginFailure(guestStory(), { refused: true, said }, "/l");

  expect(error.message).toContain("the machine refused the login by ssh (ssh: Unable to negotiate");
  expect(error.hint).toContain("sshd_config");
  expect(error.hint).not.toContain("PermitRootLogin");
});

test("a kernel that panicked is the reason, not ssh", () => {
  const trouble = { what: "the kernel panicked", hint: "Look at it.", line: "Kernel panic" };

  expect(loginFailure(guestStory({ ending: "trouble", trouble }), nothing, "/l").message).toContain(
    "the kernel panicked",
  );
});
