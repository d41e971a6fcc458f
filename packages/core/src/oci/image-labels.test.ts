import { describe, expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import { annotationsOf, imageLabels } from "./image-labels.ts";

const facts = {
  title: "minimal",
  version: "13.20251122.0",
  timestamp: 1_763_769_600,
  bootable: false,
  layers: [["bash", "dash"], ["linux"]],
  treeDigests: { lock: digestOfBytes("lock"), inputs: digestOfBytes("inputs") },
};

describe("imageLabels", () => {
  test("only a bootable image has bootc's label", () => {
    expect(imageLabels(facts, {})).not.toHaveProperty(["containers.bootc"]);
    expect(imageLabels({ ...facts, bootable: true }, {})).toHaveProperty(["containers.bootc"], "1");
  });

  test("title, version, time, kernel and the digests of the tree are included", () => {
    expect(imageLabels({ ...facts, kernel: "6.12.48+deb13-amd64" }, {})).toEqual({
      "org.opencontainers.image.created": "2025-11-22T00:00:00Z",
      "org.opencontainers.image.title": "minimal",
      "org.opencontainers.image.version": "13.20251122.0",
      "debootc.inputs": facts.treeDigests.inputs,
      "debootc.layers": "bash,dash linux",
      "debootc.lock": facts.treeDigests.lock,
      "debootc.kernel": "6.12.48+deb13-amd64",
    });
  });

  test("a user's labels are added, and may replace the title", () => {
    const labels = imageLabels(facts, { "org.example.team": "a", "org.opencontainers.image.title": "Ours" });

    expect(labels).toMatchObject({ "org.example.team": "a", "org.opencontainers.image.title": "Ours" });
  });

  test("what packages named is escaped where it could act or hide, in labels and annotations", () => {
    const evil = "6.12\u202egpj\u200b\u0007";
    const labels = imageLabels(
      { ...facts, title: evil, version: evil, kernel: evil, layers: [[evil, "dash"]] },
      { "org.example.team": "two\nlines" },
    );

    expect(labels).toMatchObject({
      "org.opencontainers.image.title": "6.12\\u202egpj\\u200b\\u0007",
      "debootc.kernel": "6.12\\u202egpj\\u200b\\u0007",
      "debootc.layers": "6.12\\u202egpj\\u200b\\u0007,dash",
      "org.example.team": "two\nlines",
    });
    expect(JSON.stringify([labels, annotationsOf(labels)])).not.toMatch(/[\u0007\u200b\u202e]/);
  });

  test("labels that state facts are refused, all at once", () => {
    const given = {
      "containers.bootc": "1",
      "ostree.final-diffid": "x",
      "debootc.lock": "x",
      version: "1",
      "org.opencontainers.image.version": "1",
      "org.opencontainers.image.created": "now",
    };

    expect(() => imageLabels(facts, given)).toThrow(
      expect.objectContaining({
        code: "treefile-invalid",
        message: `a treefile cannot set these labels: ${Object.keys(given).join(", ")}`,
      }),
    );
  });

  test("only labels in OCI's namespace become annotations", () => {
    const labels = imageLabels(facts, { "org.example.team": "a", "org.opencontainers.image.source": "b" });

    expect(annotationsOf(labels)).toEqual({
      "org.opencontainers.image.created": "2025-11-22T00:00:00Z",
      "org.opencontainers.image.source": "b",
      "org.opencontainers.image.title": "minimal",
      "org.opencontainers.image.version": "13.20251122.0",
    });
  });
});
