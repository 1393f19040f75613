package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"time"

	"github.com/anishathalye/porcupine"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// How long porcupine may search.
const searchTime = time.Minute

type figures struct {
	// Operations of all kinds.
	Operations int `json:"operations"`
	// Keys whose write was acknowledged, not acknowledged, or refused.
	Acknowledged int `json:"acknowledged"`
	Unknown      int `json:"unknown"`
	Failed       int `json:"failed"`
	// Acknowledged keys that some member does not have with their value; some of them by name.
	Lost     int      `json:"lost"`
	LostKeys []string `json:"lostKeys"`
	// The members through which all keys were read.
	Members           []string  `json:"members"`
	LongestGapSeconds float64   `json:"longestGapSeconds"`
	LongestGapSince   time.Time `json:"longestGapSince"`
	// true, false, or unknown if the search took too long.
	Linearizable string `json:"linearizable"`
}

// check reads back what was acknowledged and prints the figures; returns whether everything is right.
func check(given options) (bool, error) {
	records, err := readHistory(given.history)
	if err != nil {
		return false, err
	}
	expected := map[string]string{}
	found := figures{Operations: len(records), LostKeys: []string{}}
	for _, one := range records {
		switch {
		case one.Kind != kindWrite:
		case one.Outcome == outcomeOk:
			expected[one.Key] = one.Value
		case one.Outcome == outcomeUnknown:
			found.Unknown++
		default:
			found.Failed++
		}
	}
	found.Acknowledged = len(expected)
	gap, since := longestGap(records)
	found.LongestGapSeconds, found.LongestGapSince = gap.Seconds(), since.UTC()

	members, err := given.members()
	if err != nil {
		return false, err
	}
	lost := map[string]bool{}
	for _, one := range members {
		found.Members = append(found.Members, one.name)
		reads, err := given.readThrough(one, expected, lost)
		if err != nil {
			return false, fmt.Errorf("cannot read through %s (%s): %w", one.name, one.url, err)
		}
		records = append(records, after(records, reads)...)
	}
	for key := range lost {
		found.LostKeys = append(found.LostKeys, key)
	}
	sort.Strings(found.LostKeys)
	found.Lost = len(lost)
	found.LostKeys = found.LostKeys[:min(10, len(lost))]
	found.Linearizable = map[porcupine.CheckResult]string{
		porcupine.Ok: "true", porcupine.Illegal: "false", porcupine.Unknown: "unknown",
	}[linearizable(records, searchTime)]
	return found.Lost == 0 && found.Linearizable != "false", json.NewEncoder(os.Stdout).Encode(found)
}

type member struct{ name, url string }

// members asks the cluster for its voters: a learner answers no reads of this kind.
func (given options) members() ([]member, error) {
	client, err := given.connect(given.urls(), false)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	response, err := client.MemberList(ctx)
	if err != nil {
		return nil, fmt.Errorf("cannot list the members: %w", err)
	}
	var members []member
	for _, one := range response.Members {
		if !one.IsLearner && len(one.ClientURLs) > 0 {
			members = append(members, member{one.Name, one.ClientURLs[0]})
		}
	}
	slices.SortFunc(members, func(a, b member) int {
		if a.name < b.name {
			return -1
		}
		return 1
	})
	return members, nil
}

// readThrough adds to lost what a member does not have, and returns what it has in the registers.
func (given options) readThrough(one member, expected map[string]string, lost map[string]bool) ([]record, error) {
	client, err := given.connect([]string{one.url}, false)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	// The first read waits until the member has caught up with the leader; the second is answered from its own data.
	for _, how := range [][]clientv3.OpOption{nil, {clientv3.WithSerializable()}} {
		values, err := readAll(client, given.prefix+"own/", how)
		if err != nil {
			return nil, err
		}
		for key, value := range expected {
			if values[key] != value {
				lost[key] = true
			}
		}
	}
	values, err := readAll(client, given.prefix+"register/", nil)
	if err != nil {
		return nil, err
	}
	var reads []record
	for number := range registers {
		key := fmt.Sprintf("%sregister/%d", given.prefix, number)
		reads = append(reads, record{Kind: kindGet, Key: key, Observed: values[key], Outcome: outcomeOk})
	}
	return reads, nil
}

// readAll reads everything below a prefix, page by page.
func readAll(client *clientv3.Client, prefix string, how []clientv3.OpOption) (map[string]string, error) {
	values := map[string]string{}
	for from := prefix; ; {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		end := clientv3.GetPrefixRangeEnd(prefix)
		page, err := client.Get(ctx, from, append(how, clientv3.WithRange(end), clientv3.WithLimit(5000))...)
		cancel()
		if err != nil {
			return nil, err
		}
		for _, pair := range page.Kvs {
			values[string(pair.Key)] = string(pair.Value)
			from = string(pair.Key) + "\x00"
		}
		if !page.More {
			return values, nil
		}
	}
}

// after gives reads that came after all records a time after theirs: this program's clock is another one.
func after(records, reads []record) []record {
	var end int64
	for _, one := range records {
		end = max(end, one.End)
	}
	for index := range reads {
		reads[index].Start, reads[index].End = end+1, end+2
	}
	return reads
}
