import { treefileOf } from "@debootc/core/lock/lock-section.fixture";
import type { PackageSource, ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { describe, expect, test } from "vitest";
import { archiveKeyring, archiveSources, sourcesForApt } from "./archive-sources.ts";

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

const source: PackageSource = {
  id: "vendor",
  uris: ["https://vendor.example.org/apt"],
  suites: ["stable"],
  components: ["main"],
  signedBy: "/keys/vendor.asc",
  checkValidUntil: true,
  trusted: false,
};

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

describe("a snapshot", () => {
  const snapshot = "20260901T000000Z";
  const wanted = "https://snapshot.example.org/archive/debian/@SNAPSHOTID@";

  test("replaces the placeholder in every address, including the security archive's", () => {
    const vendor = { ...source, uris: ["https://a.example.org/@SNAPSHOTID@", "https://b.example.org/now"] };
    const { sources } = archiveSources(treefileOf({ snapshot, sources: [vendor] }), { ...all, wanted });

    expect(sources.map(({ uris }) => uris)).toEqual([
      [`https://snapshot.example.org/archive/debian/${snapshot}`],
      [`https://snapshot.example.org/archive/debian-security/${snapshot}`],
      [`https://a.example.org/${snapshot}`, "https://b.example.org/now"],
    ]);
    expect(sources.map((one) => one.snapshot)).toEqual([snapshot, snapshot, snapshot]);
  });

  test("is compared with the index by debootc, not with today by apt", () => {
    const { sources } = archiveSources(treefileOf({ snapshot }), { ...all, wanted });

    expect(sources.map(({ checkValidUntil }) => checkValidUntil)).toEqual([true, true]);
    expect(sourcesForApt(sources).map(({ checkValidUntil }) => checkValidUntil)).toEqual([false, false]);
  });

  test("leaves sources without a placeholder unchanged", () => {
    const { sources } = archiveSources(treefileOf({ snapshot, sources: [source] }), { ...all, wanted });

    expect(sources.at(-1)?.snapshot).toBeUndefined();
    expect(sourcesForApt(sources).at(-1)?.checkValidUntil).toBe(true);
  });

  test("and a mirror without a placeholder do not fit, nor the other way round", () => {
    expect(() => archiveSources(treefileOf({ snapshot }), all)).toThrow("has no place for the snapshot");
    expect(() => archiveSources(treefileOf(), { ...all, wanted })).toThrow("the treefile names none");
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

  test("called debian-backports is on Debian's mirror and is checked with its keys", () => {
    const { signedBy: _key, ...unsigned } = source;
    const backports = { ...unsigned, id: "debian-backports", uris: [], suites: ["trixie-backports"] };
    const verified = { ...backports, signedBy: archiveKeyring, optionalSuites: [] };
    const own = { ...unsigned, id: "debian", uris: ["https://own.example.org/debian"], suites: ["trixie"] };

    expect(archiveSources(treefileOf({ sources: [backports] }), all).sources.at(-1)).toEqual({
      ...verified,
      uris: ["http://environment.example.org/debian"],
    });
    expect(archiveSources(treefileOf({ sources: [backports, own] }), all).sources[0]?.uris).toEqual(own.uris);
  });

  test("for other architectures is left out", () => {
    const { sources } = archiveSources(
      treefileOf({ sources: [{ ...source, architectures: ["arm64"] }] }),
      all,
    );

    expect(sources.map(({ id }) => id)).toEqual(["debian", "debian-security"]);
  });
});
