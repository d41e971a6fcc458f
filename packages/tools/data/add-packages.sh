#!/bin/sh
# Installs packages into the root in $1, whose architecture is $2, from the flat repository in /pool: all that are named
# behind `--` and are not there yet. What is named before `--` is run first, with the root as its argument. This goes on
# where mmdebstrap ended, with the files that it left for dpkg and apt, and leaves the root as it does: the packages see
# what they would see if they were installed with the others.
set -eu
root=$1
architecture=$2
shift 2

export APT_CONFIG=/tmp/apt.conf DEBCONF_NONINTERACTIVE_SEEN=true LC_ALL=C.UTF-8 LANGUAGE=C.UTF-8
cat >"$APT_CONFIG" <<END
Apt::Architecture "$architecture";
Apt::Architectures "$architecture";
Dir "$root";
Dir::State::Status "$root/var/lib/dpkg/status";
Apt::Install-Recommends false;
Acquire::Languages "none";
END

# Where /dev is a file system of its own, it has nodes, but no links.
for link in fd:/proc/self/fd stdin:/proc/self/fd/0 stdout:/proc/self/fd/1 stderr:/proc/self/fd/2; do
    ln -sf "${link#*:}" "$root/dev/${link%%:*}"
done
# Nothing that is installed may be started.
policy=$root/usr/sbin/policy-rc.d
daemon=$root/usr/sbin/start-stop-daemon
rm -f "$policy"
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 0755 "$policy"
if [ -e "$daemon" ]; then
    mv "$daemon" "$daemon.REAL"
    printf '#!/bin/sh\necho "Warning: Fake start-stop-daemon called, doing nothing" >&2\n' >"$daemon"
    chmod 0755 "$daemon"
fi

while [ "$1" != -- ]; do
    "$1" "$root"
    shift
done
shift

apt-get --yes update
apt-get --yes -oAPT::Status-Fd=9 -oDpkg::Use-Pty=false -oDir::Bin::dpkg=env -oDPkg::Options::=--unset=TMPDIR \
    -oDPkg::Options::=dpkg -oDPkg::Chroot-Directory="$root" install "$@"

[ ! -e "$daemon.REAL" ] || mv "$daemon.REAL" "$daemon"
rm -f "$policy"
apt-get --option Dir::Etc::SourceList=/dev/null --option Dir::Etc::SourceParts=/dev/null update
apt-get clean
rm -rf "$root/var/lib/apt/lists/auxfiles"
rm -f "$root/var/log/dpkg.log" "$root/var/log/apt/history.log" "$root/var/log/apt/term.log" \
    "$root/var/log/alternatives.log" "$root/var/cache/ldconfig/aux-cache" "$root/var/log/apt/eipp.log.xz" \
    "$root/var/lib/dbus/machine-id"
if [ -e "$root/etc/machine-id" ]; then
    rm "$root/etc/machine-id"
    : >"$root/etc/machine-id"
fi
