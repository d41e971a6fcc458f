import { describe, expect, test } from "vitest";
import { accountsOfSysusersLine, sysusersLine } from "./sysusers-line.ts";

const user = (name: string) => ({ kind: "user", name });

describe("sysusersLine", () => {
  test.each([
    ['u root 0 "Super User" /root /bin/bash', user("root")],
    ["u! systemd-coredump -", user("systemd-coredump")],
    ["u bin 1:1", user("bin")],
    ["u adm 3:adm", user("adm")],
    ["u x /usr/bin/x", user("x")],
    ["u x -:shadow", user("x")],
    ["  u x", user("x")],
    ['u "x"', user("x")],
    ["g wheel 10", { kind: "group", name: "wheel" }],
    ["g wheel", { kind: "group", name: "wheel" }],
  ])("%j declares an account", (line, account) => {
    expect(sysusersLine(line)).toEqual(account);
  });

  test.each(["", "# u x", "m x wheel", "r - 500-900", "something else"])("%j declares no account", (line) => {
    expect(sysusersLine(line)).toBeUndefined();
  });

  test.each(["u", "u x many", "g x -1", "r - many", "   ", 'u "x'])("%j cannot be read", (line) => {
    expect(sysusersLine(line)).toBe(false);
  });
});

describe("accountsOfSysusersLine", () => {
  test.each([
    ["u x", ["x"], ["x"]],
    ["u x 5:4", ["x"], ["x"]],
    ["u! x -:crew", ["x"], ["crew"]],
    ["g crew 10", [], ["crew"]],
    ["m x crew", ["x"], ["x", "crew"]],
    ["r - 500-900", [], []],
    ["# u x", [], []],
    ["u", [], []],
  ])("%j makes users %j and groups %j", (line, users, groups) => {
    expect(accountsOfSysusersLine(line)).toEqual({ users, groups });
  });
});
