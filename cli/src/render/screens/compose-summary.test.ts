import { composeRecord } from "@debootc/core/compose/compose-record";
import { type LegResult, recordOf } from "@debootc/core/compose/compose-result";
import { describe, expect, test } from "vitest";
import { canvasOf } from "../../screen/screen.ts";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { bootableLeg, bootableResult } from "./compose-result.fixture.ts";
import { composeSummary } from "./compose-summary.ts";
import { displayWidth } from "../text/display-width.ts";

function show(change: Partial<typeof bootableResult> = {}, columns = 80): readonly string[] {
  return composeSummary({ ...bootableResult, ...change }, canvasOf(recordedScreen({ columns }))).split("\n");
}

const legs = (change: Partial<LegResult>) => ({ legs: [{ ...bootableLeg, ...change }] });

function after(lines: readonly string[], heading: string): readonly string[] {
  const rest = lines.slice(lines.indexOf(`  ${heading}`) + 1);
  return rest.slice(0, rest.indexOf(""));
}

describe("composeSummary", () => {
  test("its example is a valid record", () => {
    const record = recordOf(bootableResult);

    expect(composeRecord.parse(composeRecord.serialize(record), "here")).toEqual(record);
  });

  test("says what the compose contains", () => {
    expect(after(show(), "What it contains")).toEqual([
      "    Debian       trixie, amd64  version 13.20261122.0",
      "    packages     312  310.2 MB downloaded",
      "    kernel       6.12.48+deb13-amd64",
      "    root         612.3 MB  in 21,304 files",
      "    ref          debian/13/amd64/minimal",
      "    commit       4f2a9c1b03de  bootable",
      "    image        sha256:4f2a9c1b03de  201.4 MB, zstd, 96 layers",
      "    update       12.3 MB  for a host with the previous image: 7 layers",
    ]);
  });

  test("says where everything is, as one would type it here", () => {
    expect(after(show(), "Where it is")).toEqual([
      "    compose      out/debian-minimal-13-20261122.0/  out/latest points there",
      "    ostree repo  out/latest/compose/minimal/amd64/ostree/",
      "    OCI layout   out/latest/compose/minimal/amd64/oci/",
      "    lock         out/latest/compose/minimal/amd64/lock.json",
      "    report       out/latest/report.html",
      "    logs         out/latest/logs",
    ]);
  });

  test("a compose in which something failed says what", () => {
    expect(show()[1]).toBe("  ✔ debian-minimal-13-20261122.0 is ready");
    expect(show({ failed: ["report"] })[1]).toBe(
      "  ▲ debian-minimal-13-20261122.0 is incomplete: report failed",
    );
  });

  test("a compose of which only a part was to be done says what was left out, and how to go on", () => {
    const left = {
      ...{ node: "publish", title: "Publish", phase: "cleanup", startSeconds: 0, seconds: 0 },
      ...({ outcome: "skipped" } as const),
      reason: "left out by --phase gather,build",
    } as const;
    const rows = show({ legs: [], nodes: [left, ...bootableResult.nodes], leftOut: [left] });

    expect(rows[1]).toBe("  – debian-minimal-13-20261122.0 is not published: publish left out");
    expect(rows.join("\n")).toContain("go on with it by --resume debian-minimal-13-20261122.0");
    expect(after(rows, "How long it took").join()).not.toContain("Publish");
    expect(rows).not.toContain("  Try next");
  });

  test("says when each node began and how long it took, in proportion, and what was reused", () => {
    const rows = after(show(), "How long it took");

    expect(rows).toEqual([
      "    gather   Resolve packages     2.1 s  ▊",
      "             Download packages   16.0 s  █████▉",
      "    build    Build the root      1m 04s        ███████████████████████▍",
      "    ostree   Commit to ostree    reused",
      "             total               1m 22s",
    ]);
  });

  test("the total of nodes that ran side by side is the time from the first begin to the last end", () => {
    const node = (title: string, startSeconds: number, seconds: number) =>
      ({ node: title, title, phase: "build", outcome: "finished", startSeconds, seconds }) as const;

    const nodes = [node("Root", 1, 5), node("Commit", 6, 10), node("Image", 6, 5), node("Publish", 16, 0)];
    const rows = after(show({ nodes }), "How long it took");

    expect(rows).toEqual([
      "    build    Root        5.0 s  ██████████",
      "             Commit     10.0 s            ████████████████████",
      "             Image       5.0 s            ██████████",
      "             Publish     0.0 s                               ▏",
      "             total      15.0 s",
    ]);
  });

  test("says in one line that nothing changed, and since when", () => {
    const nodes = bootableResult.nodes.map((node) => ({ ...node, outcome: "reused" as const }));
    const content = bootableLeg.image.manifestDigest;
    const ready = (unchanged: { content: typeof content; since?: string }) =>
      show({ nodes, ...legs({ unchanged }) }, 100)[2];

    expect(ready({ content, since: "debian-minimal-13-20261121.3" })).toBe(
      "    nothing changed: reused lock, packages, root, commit from debian-minimal-13-20261121.3",
    );
    expect(ready({ content })).toBe(
      "    nothing had to be built: reused lock, packages, root, commit with content sha256:4f2a9c1b03de",
    );
  });

  test("ends with commands that work as they are", () => {
    expect(after(show(), "Try next").filter((line) => !line.includes("#"))).toEqual([
      "    bin/debootc run latest --ssh",
      "    bin/debootc boot latest",
      "    bin/debootc export disk latest",
      "    podman run --rm -it oci:out/latest/compose/minimal/amd64/oci:13.20261122.0 bash",
      "    skopeo inspect oci:out/latest/compose/minimal/amd64/oci:13.20261122.0",
      "    ostree --repo=out/latest/compose/minimal/amd64/ostree log debian/13/amd64/minimal",
    ]);
  });

  test("a disk is offered only where one can be made", () => {
    const { hasBootLoader: _bootLoader, ...leg } = bootableLeg;

    expect(show({ legs: [leg] }).join("\n")).not.toContain("export disk");
  });

  test("what the linter found is offered first, if it found something", () => {
    const lines = after(show(legs({ found: { errors: 0, warnings: 1 } })), "Try next");

    expect(lines.slice(0, 2)).toEqual([
      "    # read what the linter found: 0 errors, 1 warning",
      "    bin/debootc lint latest",
    ]);
  });

  test("a tree without a kernel says so and is not offered for booting", () => {
    const { kernel: _kernel, ...leg } = bootableLeg;
    const commit = { ...leg.commit, bootable: false };
    const lines = composeSummary(
      { ...bootableResult, legs: [{ ...leg, commit }] },
      canvasOf(recordedScreen()),
    );

    expect(lines).toContain("kernel       no kernel: not bootable");
    expect(lines).not.toContain("debootc boot");
  });

  test("a compose in another place is booted by its path, quoted if a shell needs that", () => {
    const [directory, layout] = ["/srv/my composes/x.0", "/srv/my composes/x.0/oci"];
    const lines = show({ directory, ...legs({ image: { ...bootableLeg.image, layout } }) });

    expect(lines).toContain("    bin/debootc boot '/srv/my composes/latest'");
    expect(lines).toContain("    skopeo inspect oci:'/srv/my composes/latest/oci':13.20261122.0");
  });

  test("of several legs it shows each, and how one of them is booted", () => {
    const { unchanged } = { unchanged: { content: bootableLeg.image.manifestDigest } };
    const server = { ...bootableLeg, variant: "server", packageCount: 400, unchanged };
    const lines = show({ legs: [bootableLeg, server] });

    expect(after(lines, "What it contains")).toEqual([
      "    minimal/amd64  13.20261122.0  312 packages, image of 201.4 MB",
      "    server/amd64   13.20261122.0  400 packages, image of 201.4 MB, unchanged",
    ]);
    expect(after(lines, "Try next").at(-1)).toBe("    bin/debootc run latest/minimal/amd64 --ssh");
    expect(after(lines, "Where it is").map((line) => line.trim().split(/ {2,}/)[0])).toEqual([
      "compose",
      "report",
      "logs",
    ]);
  });

  test("repeats the warnings", () => {
    const warning = {
      severity: "warning",
      code: "x",
      message: "an index has expired",
      hint: "Sign it again.",
    } as const;
    const lines = show({ warnings: [warning] });

    expect(after(lines, "1 warning")).toEqual([
      "    warning: an index has expired",
      "      hint: Sign it again.",
    ]);
  });

  test("shows whole digests if there is room", () => {
    expect(show({}, 120).join("\n")).toContain(bootableLeg.image.manifestDigest);
  });

  test.each([40, 56, 60, 80, 120])("the table of times fits into %i columns", (columns) => {
    for (const row of after(show({}, columns), "How long it took")) {
      expect(displayWidth(row), row).toBeLessThan(columns);
    }
  });

  test("on a narrow terminal values are below their labels, whole", () => {
    expect(show({}, 40)).toContain("      out/latest/compose/minimal/amd64/ostree/");
  });

  test("a compose that took no time at all is also shown", () => {
    expect(() => show({ nodes: [] })).not.toThrow();
    expect(() =>
      show({ nodes: bootableResult.nodes.map((node) => ({ ...node, seconds: 0 })) }, 1),
    ).not.toThrow();
  });
});
