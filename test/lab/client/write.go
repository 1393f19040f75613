package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc/codes"
)

const (
	connections = 8
	registers   = 3
)

// write has every connection do one operation after another until it is stopped, and writes down how each ended.
func write(stopped context.Context, given options) error {
	file, err := os.Create(given.history)
	if err != nil {
		return err
	}
	defer file.Close()
	clock := time.Now()
	var writing sync.Mutex
	keep := func(one record) error {
		line, err := json.Marshal(one)
		if err != nil {
			return err
		}
		writing.Lock()
		defer writing.Unlock()
		_, err = file.Write(append(line, '\n'))
		return err
	}
	ended := make(chan error, connections)
	for number := range connections {
		client, err := given.connect(given.urls(), true)
		if err != nil {
			return err
		}
		defer client.Close()
		one := &connection{given: given, number: number, client: client, clock: clock, found: map[string]string{}}
		go func() { ended <- one.run(stopped, keep) }()
	}
	var problems []error
	for range connections {
		problems = append(problems, <-ended)
	}
	return errors.Join(problems...)
}

type connection struct {
	given  options
	number int
	client *clientv3.Client
	clock  time.Time
	count  int
	// What the connection last saw in each register.
	found map[string]string
}

func (c *connection) run(stopped context.Context, keep func(record) error) error {
	for ; ; c.count++ {
		if err := keep(c.operate()); err != nil {
			return err
		}
		select {
		case <-stopped.Done():
			return nil
		case <-time.After(c.given.pause):
		}
	}
}

// operate does the next operation: every other one writes a key of its own.
func (c *connection) operate() record {
	one := record{Connection: c.number, Value: fmt.Sprintf("%d-%d", c.number, c.count)}
	if c.count%2 == 0 {
		one.Kind, one.Key = kindWrite, c.given.prefix+"own/"+one.Value
	} else {
		one.Kind = []string{kindPut, kindGet, kindSwap}[rand.IntN(3)]
		one.Key = fmt.Sprintf("%sregister/%d", c.given.prefix, rand.IntN(registers))
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	one.Start = c.now()
	var err error
	switch one.Kind {
	case kindGet:
		one.Value = ""
		err = c.get(ctx, &one)
	case kindSwap:
		one.Expected = c.found[one.Key]
		err = c.swap(ctx, &one)
	default:
		err = c.put(ctx, &one)
	}
	one.End = c.now()
	one.Outcome = outcomeOf(one.Kind, err)
	if err != nil {
		one.Error = err.Error()
	}
	return one
}

func (c *connection) put(ctx context.Context, one *record) error {
	response, err := c.client.Put(ctx, one.Key, one.Value)
	if err != nil {
		return err
	}
	one.Revision = response.Header.Revision
	c.found[one.Key] = one.Value
	return nil
}

func (c *connection) get(ctx context.Context, one *record) error {
	response, err := c.client.Get(ctx, one.Key)
	if err != nil {
		return err
	}
	one.Revision = response.Header.Revision
	one.Observed = valueOf(response)
	c.found[one.Key] = one.Observed
	return nil
}

func (c *connection) swap(ctx context.Context, one *record) error {
	condition := clientv3.Compare(clientv3.Value(one.Key), "=", one.Expected)
	if one.Expected == "" {
		condition = clientv3.Compare(clientv3.Version(one.Key), "=", 0)
	}
	swap := c.client.Txn(ctx).If(condition).Then(clientv3.OpPut(one.Key, one.Value)).Else(clientv3.OpGet(one.Key))
	response, err := swap.Commit()
	if err != nil {
		return err
	}
	one.Revision = response.Header.Revision
	one.Swapped = response.Succeeded
	if one.Swapped {
		c.found[one.Key] = one.Value
		return nil
	}
	one.Observed = valueOf((*clientv3.GetResponse)(response.Responses[0].GetResponseRange()))
	c.found[one.Key] = one.Observed
	return nil
}

func valueOf(response *clientv3.GetResponse) string {
	if len(response.Kvs) == 0 {
		return ""
	}
	return string(response.Kvs[0].Value)
}

func (c *connection) now() int64 {
	return c.clock.Add(time.Since(c.clock)).UnixNano()
}

// A member that answers with one of these codes has refused the request. After any other error, a write may still happen.
var refused = map[codes.Code]bool{
	codes.InvalidArgument:   true,
	codes.PermissionDenied:  true,
	codes.ResourceExhausted: true,
	codes.Unauthenticated:   true,
}

func outcomeOf(kind string, err error) string {
	var said rpctypes.EtcdError
	switch {
	case err == nil:
		return outcomeOk
	case kind == kindGet, errors.As(err, &said) && refused[said.Code()]:
		return outcomeFailed
	default:
		return outcomeUnknown
	}
}
