import * as fc from "fast-check";

const piece = fc.oneof(
  fc.constantFrom(
    "0",
    "1",
    "9",
    "10",
    "007",
    "~",
    "~~",
    "a",
    "A",
    "z",
    "+",
    ".",
    "rc",
    "+deb13u1",
    "~bpo13+1",
  ),
  fc.nat(30).map(String),
);

/** Versions that dpkg accepts, dense around the cases where orders go wrong. */
export const debianVersion: fc.Arbitrary<string> = fc
  .record({
    epoch: fc.option(fc.nat(3), { nil: undefined }),
    upstream: fc
      .array(fc.oneof(piece, fc.constant("-")), { maxLength: 5 })
      .map((pieces) => `1${pieces.join("")}`),
    revision: fc.option(
      fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join("")),
      { nil: undefined },
    ),
  })
  .map(({ epoch, upstream, revision }) => {
    // A dash in the upstream version is allowed only if a revision follows.
    const upstreamPart = revision === undefined ? upstream.replaceAll("-", ".") : upstream;
    return `${epoch === undefined ? "" : `${epoch}:`}${upstreamPart}${revision === undefined ? "" : `-${revision}`}`;
  });
