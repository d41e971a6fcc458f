import { expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import type { ComposeId } from "./compose-id.ts";
import { type ComposeImage, imagesJson } from "./images-metadata.ts";

const id: ComposeId = { short: "minimal", version: "13", date: "20250131", type: "nightly", respin: 2 };
const image: ComposeImage = {
  variant: "minimal",
  architecture: "amd64",
  type: "bootable-container",
  format: "oci",
  path: "minimal/amd64/oci",
  size: 123,
  digest: digestOfBytes("manifest"),
  mtime: 1_738_281_600,
  bootable: true,
};

test("an image is described in productmd's fields", () => {
  expect(JSON.parse(imagesJson({ id, images: [image] }))).toEqual({
    header: { type: "productmd.images", version: "1.2" },
    payload: {
      compose: { id: "minimal-13-20250131.n.2", type: "nightly", date: "20250131", respin: 2 },
      images: {
        minimal: {
          amd64: [
            {
              arch: "amd64",
              bootable: true,
              checksums: { sha256: digestOfBytes("manifest").slice(7) },
              disc_count: 1,
              disc_number: 1,
              format: "oci",
              implant_md5: null,
              mtime: 1_738_281_600,
              path: "minimal/amd64/oci",
              size: 123,
              subvariant: "minimal",
              type: "bootable-container",
              volume_id: null,
            },
          ],
        },
      },
    },
  });
});

test("images of one architecture are sorted by path, whatever their original order", () => {
  const disk: ComposeImage = {
    ...image,
    type: "qcow2",
    format: "qcow2",
    path: "minimal/amd64/images/minimal.qcow2",
  };
  expect(imagesJson({ id, images: [image, disk] })).toBe(imagesJson({ id, images: [disk, image] }));
});

test("a compose without images has an empty list", () => {
  expect(JSON.parse(imagesJson({ id, images: [] })).payload.images).toEqual({});
});

test.each([
  ["a format of another type", [{ ...image, format: "qcow2" }]],
  ["an empty file", [{ ...image, size: 0 }]],
  ["an absolute path", [{ ...image, path: "/srv/image" }]],
  ["a path with an empty part", [{ ...image, path: "minimal//oci" }]],
  ["two images of one identity", [image, { ...image, path: "minimal/amd64/other" }]],
])("%s is refused", (_what, images) => {
  expect(() => imagesJson({ id, images })).toThrow(expect.objectContaining({ code: "record-invalid" }));
});
