import type { RootDirectory } from "../../tree/root-directory.ts";

const certificate = "ssl-cert-snakeoil.pem";
const key = "/etc/ssl/private/ssl-cert-snakeoil.key";
const units = "/usr/lib/systemd/system";
const unit = "debootc-ssl-cert.service";

/**
 * Takes the self-signed certificate of ssl-cert out of the image, with its key, and lets each machine make its own
 * before services start that use it; also one that had the image's and loses it with an update.
 */
export async function makeOwnCertificate(root: RootDirectory): Promise<void> {
  await root.remove(key);
  const certificates = "/etc/ssl/certs";
  for (const name of await root.list(certificates)) {
    const path = `${certificates}/${name}`;
    const isLink = (await root.stat(path))?.isSymbolicLink() === true;
    if (name === certificate || (isLink && (await root.readLink(path)) === certificate))
      await root.remove(path);
  }
  await root.writeFile(
    `${units}/${unit}`,
    `[Unit]
Description=Make the self-signed certificate of this machine
Documentation=man:make-ssl-cert(8)
ConditionPathExists=!${key}
DefaultDependencies=no
RequiresMountsFor=/etc/ssl /var/cache/debconf /tmp
After=local-fs.target systemd-remount-fs.service ostree-remount.service
After=systemd-sysusers.service systemd-tmpfiles-setup.service
Before=basic.target shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
Environment=DEBIAN_FRONTEND=noninteractive
ExecStart=/usr/sbin/make-ssl-cert --force-overwrite generate-default-snakeoil
`,
  );
  // In /usr, so that a local /etc neither loses nor keeps it.
  await root.makeLink(`${units}/basic.target.wants/${unit}`, `../${unit}`);
}
