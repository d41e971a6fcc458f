# The system before, again: it has its own /etc, and the /var of all.
tell_kept
test -e /etc/debootc-added-after
say etc-of-the-other "$(yes_or_no $?)"
