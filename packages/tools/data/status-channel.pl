#!/usr/bin/perl
# Stands in the way of chroot and apt-get where mmdebstrap starts them: what dpkg and apt report about packages goes to
# /run/package-status instead of to mmdebstrap, which reads it only to draw a bar. The file is outside of the root that
# is being made, and dpkg and apt hand the descriptor to no script of a package, so that no package can write there.
use strict;
use warnings;
use POSIX ();

my ($name) = $0 =~ m{([^/]+)$};
my %program = (chroot => "sbin/chroot", "apt-get" => "bin/apt-get");

for (@ARGV) {
    next unless /^(?:--status-fd|-oAPT::Status-Fd)=(\d+)$/;
    open(my $status, ">>", "/run/package-status") or die "$name: cannot open /run/package-status: $!\n";
    defined(POSIX::dup2(fileno($status), $1)) or die "$name: cannot redirect descriptor $1: $!\n";
}
exec {"/run/programs/$program{$name}"} $0, @ARGV or die "$name: cannot start the real one: $!\n";
