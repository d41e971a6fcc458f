import { type ImageDiff, imageDiff } from "@debootc/core/diff/image-diff";
import { describe, expect, test } from "vitest";
import { canvasOf } from "../../screen/screen.ts";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { diffSummary } from "./diff-summary.ts";
import { displayWidth } from "../text/display-width.ts";
import { weekOfUpdates } from "./image-diff.fixture.ts";

function show(change: Partial<ImageDiff> = {}, columns = 80): readonly string[] {
  return diffSummary({ ...weekOfUpdates, ...change }, canvasOf(recordedScreen({ columns }))).split("\n");
}

function after(lines: readonly string[], heading: string): readonly string[] {
  const rest = lines.slice(lines.indexOf(`  ${heading}`) + 1);
  const end = rest.findIndex((line, at) => line === "" && /^ {0,2}(\S|$)/.test(rest[at + 1] ?? ""));
  return rest.slice(0, end);
}

describe("diffSummary", () => {
  test("its example is a valid record", () => {
    expect(imageDiff.parse(imageDiff.serialize(weekOfUpdates), "here")).toEqual(weekOfUpdates);
  });

  test("says what differs at a glance", () => {
    expect(show()[1]).toBe("  minimal-13-20261121.0 -> minimal-13-20261128.0");
    expect(after(show(), "What differs")).toEqual([
      "    version      13.0 -> 13.1",
      "    kernel       6.12.48+deb13-amd64 -> 6.12.57+deb13-amd64",
      "    commit       333333333333 -> 444444444444",
      "    image        111111111111 -> 222222222222",
      "    packages     181 -> 182  2 added, 1 removed, 3 upgraded, 1 downgraded",
      "    installed    700.0 MB -> 700.3 MB  +300.0 kB",
      "    root         612.3 MB -> 612.5 MB  +200.0 kB",
      "    paths        21,304 -> 21,360  60 added, 4 removed, 33 changed",
    ]);
  });

  test("calls two legs of one compose by their refs", () => {
    const { old, new: current } = weekOfUpdates;
    const compose = { id: "site-13-20261128.0", ref: "site/edge", checksum: "4".repeat(64) };
    const ofOne = (ref: string) => ({ ...old, compose: { ...compose, ref } });

    expect(show({ old: ofOne("site/minimal"), new: { ...current, compose } })[1]).toBe(
      "  site/minimal -> site/edge",
    );
    expect(show({ old: ofOne("site/edge"), new: { ...current, compose } })[1]).toBe(
      "  site-13-20261128.0 -> site-13-20261128.0",
    );
  });

  test("lists packages by source, with sizes and binary packages", () => {
    expect(after(show(), "Packages, by source")).toEqual([
      "    + hello               +286.7 kB  2.10-5",
      "    + linux-signed-amd64  +120.0 MB  6.12.57-1",
      "        linux-image-6.12.57+deb13-amd64",
      "    - linux-signed-amd64  -120.1 MB  6.12.48-1",
      "        linux-image-6.12.48+deb13-amd64",
      "    ~ openssl              +12.3 kB  3.5.1-1+deb13u1 -> 3.5.4-1~deb13u1",
      "        libssl3t64 openssl openssl-provider-legacy",
      "    ~ zstd                      0 B  1.5.8-1 -> 1.5.7-1, downgraded",
      "        libzstd1",
    ]);
  });

  test("says what a host downloads, and why each layer is new", () => {
    expect(after(show(), "What a host with the old image downloads")).toEqual([
      `    ${"━".repeat(3)}${"─".repeat(69)}`,
      "    12.5 MB of 310.5 MB, 4.0 %: 4 of 65 layers; 61 kept",
      "    200.0 kB of it is content that the host has in another compression: a host",
      "      that compares diffIDs keeps it.",
      "    Files with different content in it: 1.8 MB unpacked.",
      "",
      "      11.0 MB  openssl",
      "               openssl 3.5.1-1+deb13u1 -> 3.5.4-1~deb13u1",
      "       1.2 MB  adduser, bash, coreutils and 2 more",
      "               hello added; joined: dash; left: sed, tar",
      "     200.0 kB  layer 5",
      "               the same content in another compression",
      "     100.0 kB  generated/dpkg",
      "               generated/dpkg: usr/lib/sysimage/dpkg/status and 3 more paths",
    ]);
  });

  test("labels are listed unless they are shown elsewhere", () => {
    expect(after(show(), "Labels")).toEqual(["    org.example.team", "        a -> b"]);
  });

  test("an identical image is one line", () => {
    expect(show({ identical: true })).toEqual([
      `✔ identical: minimal-13-20261121.0 and minimal-13-20261128.0 are both sha256:${"2".repeat(64)}`,
      "",
    ]);
  });

  test("an image without dpkg says so", () => {
    const { packages: _packages, ...rest } = weekOfUpdates;
    const { packages: _old, ...old } = rest.old;
    const text = diffSummary({ ...rest, old }, canvasOf(recordedScreen()));

    expect(text).toContain("packages     none -> 182  no dpkg database in the old image");
    expect(text).not.toContain("by source");
  });

  test("paths are listed when they were asked for", () => {
    const changes = [
      { path: "etc/new", change: "added", type: "file", size: 1, what: [], layer: 3 },
      {
        path: "usr/bin/su",
        change: "changed",
        type: "file",
        size: 1,
        what: ["content", "mode"],
        layer: 3,
        component: "util-linux",
      },
    ] as const;
    const lines = show({
      paths: {
        added: 1,
        removed: 0,
        changed: 1,
        changes: changes.map((change) => ({ ...change, what: [...change.what] })),
      },
    });

    expect(after(lines, "2 paths")).toEqual(["    + etc/new", "    ~ usr/bin/su  content mode (util-linux)"]);
  });

  test("no text from an image reaches the terminal as a control sequence", () => {
    const evil = "\u001b[2J\u0007evil\n\r";
    const text = JSON.stringify(weekOfUpdates).replaceAll(
      /"(openssl|minimal-13-20261121\.0|org\.example\.team|13\.0|glibc|6\.12\.48\+deb13-amd64|usr\/lib\/sysimage\/dpkg\/status)"/g,
      () => JSON.stringify(evil),
    );

    const shown = diffSummary(JSON.parse(text), canvasOf(recordedScreen()));

    expect(shown).toContain("evil");
    expect(shown.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  test.each([72, 80, 100, 200])("fits into %i columns", (columns) => {
    for (const row of show({}, columns)) expect(displayWidth(row), row).toBeLessThan(columns);
  });
});
