// A client of etcd that writes through eight connections, and later checks that nothing it was told is wrong.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"go.etcd.io/etcd/client/pkg/v3/transport"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

// How long the client waits for the answer to one operation.
const patience = 2 * time.Second

type options struct {
	endpoints, authority, certificate, key, history, prefix string
	pause                                                   time.Duration
}

func main() {
	if len(os.Args) < 2 || (os.Args[1] != "write" && os.Args[1] != "check") {
		fmt.Fprintln(os.Stderr, "usage: client write|check --endpoints URL,URL --prefix PREFIX --history FILE")
		os.Exit(2)
	}
	var given options
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	flags.StringVar(&given.endpoints, "endpoints", "", "client URLs of members, comma-separated")
	flags.StringVar(&given.authority, "cacert", "", "CA of the members' certificates; none: plain HTTP")
	flags.StringVar(&given.certificate, "cert", "", "client certificate")
	flags.StringVar(&given.key, "key", "", "its key")
	flags.StringVar(&given.prefix, "prefix", "/clients/", "begins every key")
	flags.StringVar(&given.history, "history", "", "file with a line of JSON for each operation")
	flags.DurationVar(&given.pause, "pause", 25*time.Millisecond, "between two operations of a connection")
	flags.Parse(os.Args[2:])

	right, err := true, error(nil)
	if os.Args[1] == "write" {
		stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
		defer stop()
		err = write(stopped, given)
	} else {
		right, err = check(given)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if !right {
		os.Exit(1)
	}
}

// connect makes a client of its own for the endpoints. With follow, it takes over members that join or leave.
func (given options) connect(endpoints []string, follow bool) (*clientv3.Client, error) {
	config := clientv3.Config{
		Endpoints:            endpoints,
		DialTimeout:          patience,
		DialKeepAliveTime:    10 * time.Second,
		DialKeepAliveTimeout: patience,
		Logger:               zap.NewNop(),
	}
	if follow {
		config.AutoSyncInterval = 3 * time.Second
	}
	if given.authority != "" {
		// Reads certificate and key at every handshake, so a renewed one is used as soon as it is there.
		files := transport.TLSInfo{TrustedCAFile: given.authority, CertFile: given.certificate, KeyFile: given.key}
		var err error
		if config.TLS, err = files.ClientConfig(); err != nil {
			return nil, err
		}
	}
	return clientv3.New(config)
}

func (given options) urls() []string {
	return strings.Split(given.endpoints, ",")
}
