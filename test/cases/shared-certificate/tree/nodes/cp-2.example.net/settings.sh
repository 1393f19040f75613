# cp-2.example.net holds client certificates: what bootstrap.sh has to know of this machine. quorate wrote this.
KIND=client-host
NODE=cp-2.example.net
TABLE_DIGEST=6ddf385c7511154db8bbfc2044f99e235bd109b000e188b9809a022b184ae739
