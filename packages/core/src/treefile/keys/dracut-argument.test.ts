import { describe, expect, test } from "vitest";
import { dracutArgumentFaults } from "./dracut-argument.ts";
import { check } from "../refusals.fixture.ts";

test.each([
  "--no-hostonly",
  "--omit=nfs",
  "--add=crypt lvm",
  "--add-drivers=virtio_blk nvme",
  "--install=/usr/bin/less",
  "--filesystems=xfs ext4",
])("%s is passed on", (argument) => {
  expect(dracutArgumentFaults(argument)).toEqual([]);
});

describe("refused", () => {
  const args = (text: string) => `initramfs-args: ["${text}"]`;
  check([
    { text: args("--hostonly"), at: "1:18", says: "not passed on", hint: "the machine that composes" },
    { text: args("-H"), at: "1:18", says: "not passed on", hint: "the machine that composes" },
    { text: args("--modules=base"), at: "1:18", says: "not passed on", hint: "`--add=`" },
    { text: args("--kver=6.1"), at: "1:18", says: "not passed on", hint: "debootc decides it" },
    { text: args("-o"), at: "1:18", says: "not passed on", hint: "`--omit=NAME`" },
    { text: args("--logfile=/x"), at: "1:18", says: "not passed on", hint: "dracut.conf.d" },
    { text: args("crypt"), at: "1:18", says: "not an option", hint: "behind its option" },
    { text: args("--add"), at: "1:18", says: "has no value", hint: "`--add=VALUE`" },
    { text: args("--add crypt"), at: "1:18", says: "not one argument", hint: "`--add=crypt`" },
    { text: args("--nostrip=1"), at: "1:18", says: "takes no value" },
    { text: args("--omit=nfs ostree"), at: "1:18", says: "no system of ostree boots without ostree" },
    { text: args("--omit=nfs\\n--add=x"), at: "1:18", says: "several lines" },
    { text: args(""), at: "1:18", says: "not an option" },
  ]);
});
