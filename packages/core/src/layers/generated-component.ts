import { matchesPathPattern } from "../text/path-pattern.ts";

/** Starts the names of components that no package owns; a source package's name contains no slash. */
const generated = "generated/";

/** Names the component of what no package or known trigger made: files of the treefile, of scripts, of debootc. */
export const unpackaged = `${generated}unpackaged`;

export function isGenerated(component: string): boolean {
  return component.startsWith(generated);
}

/**
 * Files that maintainer scripts and triggers make from the contents of several packages. They change when any of those
 * packages does, so each kind is a component of its own.
 */
const makers: readonly { readonly name: string; readonly paths: readonly string[] }[] = [
  { name: "dpkg", paths: ["usr/lib/sysimage/dpkg/**", "var/lib/dpkg/**", "usr/lib/sysimage/apt/**"] },
  {
    name: "accounts",
    paths: [
      ...["passwd", "group", "shadow", "gshadow", "subuid", "subgid", "shells"].map((name) => `etc/${name}`),
      "usr/lib/sysusers.d/*debootc*.conf",
      "usr/lib/sysimage/shells.state",
    ],
  },
  { name: "tmpfiles", paths: ["usr/lib/tmpfiles.d/*debootc*.conf", "usr/share/factory/**"] },
  { name: "boot-loader", paths: ["usr/lib/efi/**"] },
  { name: "initramfs", paths: ["usr/lib/modules/*/initramfs.img"] },
  { name: "module-dependencies", paths: ["usr/lib/modules/*/modules.*"] },
  { name: "shared-libraries", paths: ["etc/ld.so.cache"] },
  { name: "hardware-database", paths: ["usr/lib/udev/hwdb.bin", "etc/udev/hwdb.bin"] },
  {
    name: "certificates",
    paths: ["etc/ssl/certs/ca-certificates.crt", "etc/ssl/certs/java/cacerts", "etc/ca-certificates.conf"],
  },
  { name: "pam", paths: ["etc/pam.d/common-*", "usr/lib/sysimage/pam/**"] },
  { name: "locales", paths: ["usr/lib/locale/locale-archive", "usr/lib/locale/*.utf8/**", "etc/locale.gen"] },
  { name: "manual-index", paths: ["var/cache/man/**"] },
  { name: "info-directory", paths: ["usr/share/info/dir", "usr/share/info/dir.old"] },
  { name: "icons", paths: ["usr/share/icons/*/icon-theme.cache"] },
  { name: "mime-types", paths: ["usr/share/mime/**"] },
  { name: "desktop-files", paths: ["usr/share/applications/mimeinfo.cache"] },
  { name: "settings-schemas", paths: ["usr/share/glib-2.0/schemas/gschemas.compiled"] },
  {
    name: "plug-in-caches",
    paths: [
      "usr/lib/*/gio/modules/giomodule.cache",
      "usr/lib/*/gdk-pixbuf-2.0/*/loaders.cache",
      "usr/lib/*/gtk-2.0/*/immodules.cache",
      "usr/lib/*/gtk-3.0/*/immodules.cache",
      "usr/lib/*/vlc/plugins/plugins.dat",
    ],
  },
  { name: "fonts", paths: ["var/cache/fontconfig/**", "etc/fonts/conf.d/*"] },
  { name: "markup-catalogs", paths: ["etc/sgml/**", "etc/xml/**"] },
  { name: "messages", paths: ["var/lib/systemd/catalog/database", "usr/lib/systemd/catalog/database"] },
];

/** Returns the component of a path that belongs to no package; `undefined` when no trigger is known to make it. */
export function generatedComponent(path: string): string | undefined {
  const maker = makers.find(({ paths }) => paths.some((pattern) => matchesPathPattern(pattern, path)));
  return maker === undefined ? undefined : generated + maker.name;
}
