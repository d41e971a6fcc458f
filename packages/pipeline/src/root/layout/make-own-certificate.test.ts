import { expect, test } from "vitest";
import { rootOf } from "../root-scene.fixture.ts";
import { makeOwnCertificate } from "./make-own-certificate.ts";

test("the certificate of the build is gone with its key and its names, and each machine makes its own", async () => {
  const root = await rootOf({
    "/etc/ssl/private/ssl-cert-snakeoil.key": "secret",
    "/etc/ssl/certs/ssl-cert-snakeoil.pem": "certificate",
    "/etc/ssl/certs/1a2b3c4d.0": "->ssl-cert-snakeoil.pem",
    "/etc/ssl/certs/ca.pem": "kept",
  });
  await makeOwnCertificate(root);

  expect(await root.list("/etc/ssl/certs")).toEqual(["ca.pem"]);
  expect(await root.list("/etc/ssl/private")).toEqual([]);
  const wants = "/usr/lib/systemd/system/basic.target.wants/debootc-ssl-cert.service";
  expect(await root.readText(wants)).toContain("ConditionPathExists=!/etc/ssl/private/ssl-cert-snakeoil.key");
});
