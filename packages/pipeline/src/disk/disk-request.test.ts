import { expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { diskRequest } from "./disk-request.ts";
import { makeDiskRequestSchema } from "./make-disk.ts";

const compose = legOfCompose("one");
const options = { bootLoader: "grub", filesystem: "ext4", sizeMiB: 4096, bootTries: 3 } as const;
const root = { kernelArguments: ["quiet"], timestamp: 1234 };
const ofTree = { name: "debian", url: "https://updates.example.org", gpgKeys: [], ed25519Keys: [] };

test("a disk is asked for with the commit, the options of the compose, and its own directory and file", () => {
  const request = diskRequest({ compose, plan: { root }, options, raw: "/scratch/disk.raw" }, "/work");

  expect(makeDiskRequestSchema.parse(request)).toEqual({
    repo: compose.commit.repo,
    ref: compose.ref,
    checksum: compose.commit.checksum,
    architecture: "amd64",
    kernelArguments: ["quiet"],
    files: {},
    kernel: "/scratch/disk.raw.kernel",
    bootTries: 3,
    sizeMiB: 4096,
    timestamp: 1234,
    directory: "/work",
    disk: "/scratch/disk.raw",
  });
});

test("an image that is to be followed is given with its place, but for a trial of ostree", () => {
  const plan = { root, follows: "ghcr.io/me/minimal:13" };

  expect(diskRequest({ compose, plan, options, raw: "/d" }, "/work").image).toEqual({
    layout: compose.image.layout,
    tag: compose.image.tag,
    follows: "ghcr.io/me/minimal:13",
  });
  const trial = { compose, plan, options, raw: "/d", followsOstree: true };
  expect(diskRequest(trial, "/work")).not.toHaveProperty("image");
});

test.each([
  ["the tree's, where it names one", ofTree, "ours", "debian"],
  ["the given one, where the tree names none", undefined, "ours", "ours"],
  ["none, where there is none", undefined, undefined, undefined],
])("the remote is %s", (_, ostreeRemote, remote, expected) => {
  const plan = { root: { ...root, ...(ostreeRemote === undefined ? {} : { ostreeRemote }) } };
  const wanted = { compose, plan, options, raw: "/d", ...(remote === undefined ? {} : { remote }) };

  expect(diskRequest(wanted, "/work").remote).toBe(expected);
});

test("further kernel arguments come behind those of the treefile, and files are passed on", () => {
  const wanted = {
    compose,
    plan: { root },
    options,
    raw: "/d",
    kernelArguments: ["console=ttyS0"],
    files: { "/etc/a": "b" },
  };

  expect(diskRequest(wanted, "/work")).toMatchObject({
    kernelArguments: ["quiet", "console=ttyS0"],
    files: { "/etc/a": "b" },
  });
});

test.each(["/usr/bin/sh", "/etc/../usr/bin/sh", "/var", "etc/a"])("no file is laid over %s", (path) => {
  const wanted = { compose, plan: { root }, options, raw: "/d", files: { [path]: "" } };

  expect(makeDiskRequestSchema.safeParse(diskRequest(wanted, "/work")).success).toBe(false);
});
