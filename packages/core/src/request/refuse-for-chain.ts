import { DebootcError } from "../error/debootc-error.ts";
import type { MockBuildRequest } from "./mock-build-request.ts";

/** Throws `usage` for what several source packages cannot be built with: it is of one package alone. */
export function refuseForChain({
  sources,
  verify,
  fromLock,
  fromBuildinfo,
}: Pick<MockBuildRequest, "sources" | "verify" | "fromLock" | "fromBuildinfo">): void {
  const twin = sources.find((source, index) => sources.indexOf(source) !== index);
  if (twin !== undefined)
    throw new DebootcError("usage", `the source package ${twin} is given more than once`, {
      hint: "Name each source package once.",
    });
  const refused = [
    ...(verify.length === 0 ? [] : ["--verify compares"]),
    ...(fromLock === undefined ? [] : ["--from-lock has the build root of"]),
    ...(fromBuildinfo === undefined ? [] : ["--from-buildinfo has the packages of"]),
  ];
  if (refused.length > 0)
    throw new DebootcError("usage", `${refused.join(", and ")} one source package; a chain has several`, {
      hint: "Build that package by itself, without --chain.",
    });
}
