import { type Fault, file, link, withRoot } from "./bootable-root.fixture.ts";

const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n";
const tmpfiles = (...paths: readonly string[]) =>
  file("usr/lib/tmpfiles.d/test.conf", paths.map((path) => `f /${path}\n`).join(""));
/** Makes files that tmpfiles.d covers, so that it is no fault to have them in /var. */
const covered = (...paths: readonly string[]) => [
  tmpfiles(
    ...paths.flatMap((path) => path.split("/").map((_, end, names) => names.slice(0, end + 1).join("/"))),
  ),
  ...paths.map((path) => file(path, "content")),
];

/** Lists faults for the rules about traces of the building machine and about secrets. */
export const leakFaults: readonly Fault[] = [
  ["machine-id", withRoot(file("etc/machine-id", `${"0".repeat(32)}\n`)), "/etc/machine-id"],
  ["machine-id", withRoot(...covered("var/lib/dbus/machine-id")), "/var/lib/dbus/machine-id"],
  [
    "ssh-host-keys",
    withRoot(file("etc/ssh/ssh_host_ed25519_key", "x"), file("etc/ssh/ssh_host_ed25519_key.pub", "x")),
    "/etc/ssh/ssh_host_ed25519_key",
    "/etc/ssh/ssh_host_ed25519_key.pub",
  ],
  ["host-identity", withRoot(file("etc/hostname", "builder\n")), "/etc/hostname"],
  ["host-identity", withRoot(file("etc/resolv.conf", "nameserver 192.0.2.1\n")), "/etc/resolv.conf"],
  ["host-identity", withRoot(file("etc/hosts", "127.0.0.1 localhost\n127.0.1.1 builder\n")), "/etc/hosts"],
  ["build-leftovers", withRoot(...covered("var/roothome/.bash_history")), "/var/roothome/.bash_history"],
  ["build-leftovers", withRoot(file("usr/sbin/policy-rc.d", "exit 101\n")), "/usr/sbin/policy-rc.d"],
  [
    "apt-leftovers",
    withRoot(...covered("var/lib/apt/lists/x_InRelease", "var/cache/apt/archives/a.deb")),
    "/var/lib/apt/lists",
    "/var/cache/apt/archives",
  ],
  [
    "build-proxy",
    withRoot(
      file(
        "etc/apt/apt.conf.d/proxy",
        '// Acquire::ftp::Proxy "x";\nAcquire::http::Proxy "http://192.0.2.1";\n',
      ),
      file("etc/apt/apt.conf.d/none", '// Acquire::http::Proxy "http://192.0.2.1";\n'),
    ),
    "/etc/apt/apt.conf.d/proxy",
  ],
  [
    "build-proxy",
    withRoot(file("etc/apt/apt.conf", 'Acquire {\n  https {\n    Proxy "http://192.0.2.1";\n  };\n};\n')),
    "/etc/apt/apt.conf",
  ],
  ["build-proxy", withRoot(file("etc/environment", 'HTTPS_PROXY="http://192.0.2.1"\n')), "/etc/environment"],
  ["build-proxy", { environment: ["PATH=/bin", "http_proxy=http://192.0.2.1"] }, undefined],
  ["build-paths", withRoot(link("usr/lib/liba.so", "/build/liba.so")), "/usr/lib/liba.so"],
  ["build-paths", withRoot(link("usr/lib/liba.so", "/tmp/x/liba.so")), "/usr/lib/liba.so"],
  [
    "build-paths",
    withRoot(file("etc/apt/sources.list", "# deb file:/x\ndeb [trusted=yes] copy:/tmp/pool ./\n")),
    "/etc/apt/sources.list",
  ],
  ["secret-file", withRoot(file("etc/skel/.ssh/id_rsa", key)), "/etc/skel/.ssh/id_rsa"],
  ["secret-file", withRoot(file("etc/ssl/private/server.pem", key)), "/etc/ssl/private/server.pem"],
  [
    "secret-file",
    withRoot(file("etc/ssl/private/server.key", `cert\n${key}`)),
    "/etc/ssl/private/server.key",
  ],
  ["secret-file", withRoot(file("usr/lib/own/keycert.pem", key)), "/usr/lib/own/keycert.pem"],
  ["secret-file", withRoot(...covered("var/roothome/.aws/credentials")), "/var/roothome/.aws/credentials"],
  [
    "secret-file",
    withRoot(
      file("etc/apt/auth.conf.d/x", "machine example.org\n  login a password b\n"),
      file("etc/apt/auth.conf.d/none", "# password b\n"),
    ),
    "/etc/apt/auth.conf.d/x",
  ],
  [
    "secret-file",
    withRoot(file("etc/apt/sources.list", "deb https://a:b@example.org/debian trixie main\n")),
    "/etc/apt/sources.list",
  ],
  [
    "secret-file",
    withRoot(file("etc/skel/.netrc", "machine a login b password c\n"), file("usr/share/doc/x/id_rsa", key)),
    "/etc/skel/.netrc",
  ],
  [
    "secret-file",
    { upper: [[file("etc/skel/.netrc", "machine a password c\n")], [file("etc/skel/.wh..netrc")]] },
    "/etc/skel/.netrc",
  ],
  [
    "secret-file",
    withRoot(...covered("var/lib/rabbitmq/.erlang.cookie")),
    "/var/lib/rabbitmq/.erlang.cookie",
  ],
  ["secret-file", withRoot(...covered("var/lib/ldap/data.mdb")), "/var/lib/ldap/data.mdb"],
  [
    "secret-file",
    withRoot(file("usr/share/factory/var/lib/x/any", key), file("usr/share/factory/var/lib/x/public", "x")),
    "/usr/share/factory/var/lib/x/any",
  ],
  [
    "secret-file",
    withRoot(file("usr/lib/sysimage/dkms/mok.key", "x"), file("usr/lib/sysimage/dkms/mok.pub", "x")),
    "/usr/lib/sysimage/dkms/mok.key",
  ],
  [
    "secret-file",
    withRoot(file("etc/ldap/slapd.d/cn=config/a.ldif", "olcRootPW:: e1NTSEF9\n")),
    "/etc/ldap/slapd.d/cn=config/a.ldif",
  ],
  [
    "private-copy",
    withRoot(
      file("usr/share/factory/var/lib/x/token", "0123456789abcdef", { mode: 0o600 }),
      file("usr/share/factory/var/lib/x/readable", "0123456789abcdef", { mode: 0o640 }),
      file("usr/share/factory/var/lib/x/counter", "0\n", { mode: 0o600 }),
    ),
    "/usr/share/factory/var/lib/x/token",
  ],
  [
    "private-copy",
    withRoot(
      file("usr/lib/sysimage/x/token", "0123456789abcdef", { mode: 0o600 }),
      file("usr/lib/sysimage/dpkg/x", "0123456789abcdef", { mode: 0o600 }),
    ),
    "/usr/lib/sysimage/x/token",
  ],
  [
    "password-hash",
    withRoot(file("etc/shadow", "root:$y$j9T$x:20000::::::\nmessagebus:!$6$x:20000::::::\nwww:*:1::::::\n")),
    "/etc/shadow",
    "/etc/shadow",
  ],
  ["password-hash", withRoot(file("etc/shadow", "root::20000::::::\n")), "/etc/shadow"],
];
