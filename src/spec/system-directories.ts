/**
 * Directories of the system, not including their contents. quorate may write files into some of them, but must not change
 * their owner and mode.
 */
export const SYSTEM_DIRECTORIES: ReadonlySet<string> = new Set(
  `/ /bin /boot /dev /etc /etc/default /etc/pki /etc/ssl /etc/ssl/certs /etc/ssl/private /etc/sysconfig /etc/systemd
  /etc/systemd/system /home /lib /lib64 /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin /usr/lib
  /usr/lib64 /usr/local /usr/local/bin /usr/local/etc /usr/local/lib /usr/local/sbin /usr/local/share /usr/sbin /usr/share
  /var /var/cache /var/lib /var/local /var/log /var/opt /var/spool /var/tmp`.split(/\s+/),
)
