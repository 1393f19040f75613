//go:build programs

// Package lab names etcd's programs, so that `go mod tidy` keeps what they need.
package lab

import (
	_ "go.etcd.io/etcd/etcdctl/v3"
	_ "go.etcd.io/etcd/etcdutl/v3"
	_ "go.etcd.io/etcd/server/v3"
)
