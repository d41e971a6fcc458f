import { treefileOf } from "@debootc/core/lock/lock-section.fixture";
import type { PackageSource, ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { describe, expect, test } from "vitest";
import { archiveKeyring, archiveSources } from "./archive-sources.ts";

const host = {
  main: "http://host.example.org/debian/",
  security: "http://security.example.org/debian-security/",
};
const all = {
  wanted: "http://environment.example.org/debian/",
  host,
  debootstrap: "http://debootstrap.example.org/debian",
};

function urisOf(
  treefile: Partial<ResolvedTreefile>,
  mirrors: Parameters<typeof archiveSources>[1],
): string[] {
  return archiveSources(treefileOf(treefile), mirrors).sources.flatMap(({ uris }) => uris);
}

describe("the mirror", () => {
  test("is the treefile's, else the environment's, else the host's, else debootstrap's", () => {
    expect(urisOf({ mirror: "https://treefile.example.org/debian" }, all)).toEqual([
      "https://treefile.example.org/debian",
      "https://treefile.example.org/debian-security",
    ]);
    expect(urisOf({}, all)).toEqual([
      "http://environment.example.org/debian",
      "http://environment.example.org/debian-security",
    ]);
    expect(urisOf({}, { ...all, wanted: undefined })).toEqual([
      "http://host.example.org/debian",
      "http://security.example.org/debian-security",
    ]);
    expect(urisOf({}, { ...all, wanted: undefined, host: { main: undefined, security: undefined } })).toEqual(
      ["http://debootstrap.example.org/debian", "http://debootstrap.example.org/debian-security"],
    );
  });

  test("is asked for when nobody names one", () => {
    const none = {
      wanted: undefined,
      host: { main: undefined, security: undefined },
      debootstrap: undefined,
    };

    expect(() => archiveSources(treefileOf(), none)).toThrow("no Debian mirror is known");
  });

  test("without a derivable security archive is used alone, with a warning", () => {
    const { sources, warnings } = archiveSources(treefileOf({ mirror: "http://x.example.org/deb" }), all);

    expect(sources.map(({ id }) => id)).toEqual(["debian"]);
    expect(warnings.map(({ message }) => message).join()).toContain("without trixie-security");
  });
});

describe("the suites of Debian's archive", () => {
  test("include updates and security, which an archive may lack", () => {
    const { sources } = archiveSources(treefileOf({ suite: "bookworm" }), all);

    expect(sources.map(({ id, suites, optionalSuites }) => ({ id, suites, optionalSuites }))).toEqual([
      { id: "debian", suites: ["bookworm", "bookworm-updates"], optionalSuites: ["bookworm-updates"] },
      { id: "debian-security", suites: ["bookworm-security"], optionalSuites: ["bookworm-security"] },
    ]);
  });

  test("are one for sid", () => {
    const { sources, warnings } = archiveSources(treefileOf({ suite: "sid" }), all);

    expect(sources.map(({ suites }) => suites)).toEqual([["sid"]]);
    expect(warnings).toEqual([]);
  });
});

describe("a source of the treefile", () => {
  const source: PackageSource = {
    id: "vendor",
    uris: ["https://vendor.example.org/apt"],
    suites: ["stable"],
    components: ["main"],
    signedBy: "/keys/vendor.asc",
    checkValidUntil: true,
    trusted: false,
  };

  test("comes after Debian's own, unchanged", () => {
    const { sources } = archiveSources(treefileOf({ sources: [source] }), all);

    expect(sources.at(-1)).toEqual({ ...source, optionalSuites: [] });
    expect(sources.length).toBe(3);
  });

  test("called debian takes the place of the suite's own archive and is checked with its keys", () => {
    const { signedBy: _key, ...unsigned } = source;
    const pinned = {
      ...unsigned,
      id: "debian",
      uris: ["https://snapshot.example.org/debian"],
      suites: ["trixie"],
    };

    const { sources } = archiveSources(treefileOf({ sources: [pinned] }), all);

    expect(sources).toEqual([{ ...pinned, signedBy: archiveKeyring, optionalSuites: [] }]);
  });

  test("for other architectures is left out", () => {
    const { sources } = archiveSources(
      treefileOf({ sources: [{ ...source, architectures: ["arm64"] }] }),
      all,
    );

    expect(sources.map(({ id }) => id)).toEqual(["debian", "debian-security"]);
  });
});
