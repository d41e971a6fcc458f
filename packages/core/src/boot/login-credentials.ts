/**
 * Returns systemd credentials, as strings of the machine's firmware (SMBIOS type 11), that let whoever has a key log in as
 * root by ssh. The key is in the second of the two files that sshd reads unless it is told otherwise: the first may be the
 * tree's. The lines of tmpfiles.d name the home of root itself, which the link /root leads to only after they are read.
 */
export function loginCredentials(publicKey: string): string[] {
  const lines = [
    "d /var/roothome 0700 root root -",
    "d /var/roothome/.ssh 0700 root root -",
    `f+~ /var/roothome/.ssh/authorized_keys2 0600 root root - ${inBase64(`${publicKey.trim()}\n`)}`,
  ];
  return [`io.systemd.credential.binary:tmpfiles.extra=${inBase64(`${lines.join("\n")}\n`)}`];
}

function inBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}
