import { expect, test } from "vitest";
import { gbpUpstreamTag } from "./gbp-upstream-tag.ts";

test.each([
  ["[DEFAULT]\nupstream-tag = v%(version)s\n", "1.2", "v1.2"],
  ["[DEFAULT]\ndebian-branch=x\nupstream-tag='release-%(version)s'\n", "1.2~rc1", "release-1.2_rc1"],
  ["[DEFAULT]\nupstream-tag = %(version%~%-)s\n", "1.2~rc1", "1.2-rc1"],
  ["[DEFAULT]\nupstream-tag = REL_%(version%.%_)s\n", "1.2.3", "REL_1_2_3"],
  ["[DEFAULT]\nupstream-tag = v%(hversion)s\n", "1.2", "v1-2"],
  ["[DEFAULT]\nupstream-tag = a/%(version)s\n[buildpackage]\nupstream-tag: b/%(version)s\n", "1", "b/1"],
])("%j names the tag of %s", (text, version, tag) => {
  expect(gbpUpstreamTag(text, version)).toBe(tag);
});

test.each([
  "[DEFAULT]\ndebian-branch = debian/sid\n",
  "[pull]\nupstream-tag = v%(version)s\n",
  "[DEFAULT]\n# upstream-tag = v%(version)s\n",
  "[DEFAULT]\nupstream-tag =\n",
  "[DEFAULT]\nupstream-tag = --upload-pack=id\n",
  "[DEFAULT]\nupstream-tag = a:refs/heads/b\n",
])("%j names none that could be used", (text) => {
  expect(gbpUpstreamTag(text, "1.2")).toBeUndefined();
});
