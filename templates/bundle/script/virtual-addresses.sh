
# --- Virtual addresses: whether etcd may listen on them -----------------------------------------------------------------

# etcd ends when it cannot listen on an address. Linux lets it, if it is told to, while the machine does not have the address.
judge_virtual_addresses() {
  refusing=$(
    for address in ${VIRTUAL_ADDRESSES-}; do
      family=4
      case $address in *:*) family=6 ;; esac
      [ "$(cat /proc/sys/net/ipv$family/ip_nonlocal_bind)" = 1 ] || echo "net.ipv$family.ip_nonlocal_bind"
    done | sort -u
  )
  for key in $refusing; do verdict virtual-address "$key"; done
}
