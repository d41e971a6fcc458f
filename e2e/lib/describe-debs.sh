# shellcheck shell=bash
# describe_debs DEB...: control data, files, scripts and triggers of packages, without what the version of a compiler
# changes: sizes of files and of the whole, and build ids.
describe_debs() {
  local deb control
  for deb in "$@"; do
    echo "package $(basename "$deb")"
    dpkg-deb --field "$deb" | grep -v -e '^Installed-Size:' -e '^Build-Ids:' | sed 's/^/  /'
    control=$(mktemp -d)
    dpkg-deb --control "$deb" "$control"
    (cd "$control" && for file in *; do [ "$file" = md5sums ] || echo "  control $(stat --format=%a "$file") $file"; done)
    (cd "$control" && for file in *; do
      case $file in control | md5sums) ;; *) sed "s/^/  $file: /" "$file" ;; esac
    done)
    rm -r "$control"
    dpkg-deb --fsys-tarfile "$deb" | tar --list --verbose --numeric-owner |
      sed -E 's/^(\S+) +(\S+) +[0-9]+ +\S+ +\S+ (.*)$/  \1 \2 \3/; /\.build-id\/../d'
  done
}
