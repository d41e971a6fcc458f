/** Explains what to do if an archive refuses access: apt's auth files are the one place for passwords. */
export const credentialsHint =
  "Write the name and the password that the archive gave you into /etc/apt/auth.conf.d/NAME.conf, as `machine HOST login NAME password PASSWORD`, with `http://` before a host without https. The user who runs debootc must be able to read the file; see apt_auth.conf(5).";
