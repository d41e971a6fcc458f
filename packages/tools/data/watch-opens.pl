# Prints the path of every file that is opened in the file system of the given directory, each once, ended by a NUL.
# It uses fanotify(7) on the whole file system, so that it sees opens through any mount of it, such as those of a sandbox.
# An empty first record says that the watch has begun. Perl is essential in Debian, and makes calls that Node cannot.
use strict;
use warnings;
use POSIX ();

my ($directory) = @ARGV;
my $machine = (POSIX::uname())[4];
my %calls = (x86_64 => [300, 301], aarch64 => [262, 263], riscv64 => [262, 263], ppc64le => [323, 324], s390x => [332, 333]);
my $numbers = $calls{$machine} or die "fanotify is not known for $machine\n";
my ($init, $mark) = @$numbers;

# FAN_CLOEXEC, FAN_UNLIMITED_QUEUE; O_RDONLY with O_CLOEXEC
my $notes = syscall($init, 0x1 | 0x10, 02000000);
die "fanotify_init: $!\n" if $notes < 0;
# FAN_MARK_ADD, FAN_MARK_FILESYSTEM; FAN_OPEN; AT_FDCWD
die "fanotify_mark: $!\n" if syscall($mark, $notes, 0x1 | 0x100, 0x20, -100, $directory) < 0;

open(my $queue, '<&=', $notes) or die "open: $!\n";
binmode(STDOUT);
$| = 1;
print "\0";
my %seen;
while (my $size = sysread($queue, my $buffer, 262144)) {
  my $text = '';
  for (my $at = 0; $at + 24 <= $size;) {
    # struct fanotify_event_metadata
    my ($length, undef, undef, undef, undef, $file) = unpack('LCCSQl', substr($buffer, $at, 24));
    last if $length < 24;
    $at += $length;
    if ($file < 0) { $text .= "overflow\0"; next }
    my $path = readlink("/proc/self/fd/$file");
    POSIX::close($file);
    next if !defined $path || $seen{$path}++;
    $text .= "$path\0";
  }
  print $text;
}
