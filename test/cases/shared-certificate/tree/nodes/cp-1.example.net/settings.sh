# cp-1.example.net holds client certificates: what bootstrap.sh has to know of this machine. quorate wrote this.
KIND=client-host
NODE=cp-1.example.net
TABLE_DIGEST=2a885595384ad20826ec742d54a1fa2ad34af7664ec1e40fdaaf0909858390c5
