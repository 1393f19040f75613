package main

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"
)

// The kinds of operations. A write makes a key of its own; the others share a few keys, the registers.
const (
	kindWrite = "write"
	kindPut   = "put"
	kindGet   = "get"
	kindSwap  = "swap"
)

// How operations end. What an unknown one asks for may have happened, may happen later, or never.
const (
	outcomeOk      = "ok"
	outcomeFailed  = "failed"
	outcomeUnknown = "unknown"
)

// record is an operation, as a line of the history has it.
type record struct {
	Connection int    `json:"connection"`
	Kind       string `json:"kind"`
	Key        string `json:"key"`
	// What is written. No two operations write the same value.
	Value string `json:"value,omitempty"`
	// What a swap has to find; empty: no key.
	Expected string `json:"expected,omitempty"`
	// What a get has found, or a swap that found something else; empty: no key.
	Observed string `json:"observed,omitempty"`
	Swapped  bool   `json:"swapped,omitempty"`
	Revision int64  `json:"revision,omitempty"`
	// Nanoseconds since 1970, by a clock that is never set.
	Start   int64  `json:"start"`
	End     int64  `json:"end"`
	Outcome string `json:"outcome"`
	Error   string `json:"error,omitempty"`
}

// changes says whether the cluster has acknowledged that it wrote something.
func (r record) changes() bool {
	return r.Outcome == outcomeOk && (r.Kind == kindWrite || r.Kind == kindPut || r.Swapped)
}

func readHistory(path string) ([]record, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var records []record
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var one record
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, err
		}
		records = append(records, one)
	}
	return records, lines.Err()
}

// A register holds one value, "" at first.
var register = porcupine.Model{
	Partition: func(operations []porcupine.Operation) [][]porcupine.Operation {
		byKey := map[string][]porcupine.Operation{}
		for _, operation := range operations {
			key := operation.Input.(record).Key
			byKey[key] = append(byKey[key], operation)
		}
		var parts [][]porcupine.Operation
		for _, part := range byKey {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return "" },
	Step: func(state, input, _ any) (bool, any) {
		switch one := input.(record); {
		case one.Kind == kindPut:
			return true, one.Value
		case one.Kind == kindSwap && one.Swapped:
			return state == one.Expected, one.Value
		case one.Kind == kindSwap:
			return state == one.Observed && state != one.Expected, state
		default:
			return state == one.Observed, state
		}
	},
}

// linearizable has porcupine check what was done to the registers.
func linearizable(records []record, patience time.Duration) porcupine.CheckResult {
	var operations []porcupine.Operation
	for _, one := range settle(records) {
		operations = append(operations, porcupine.Operation{ClientId: one.Connection, Input: one, Call: one.Start, Return: one.End})
	}
	return porcupine.CheckOperationsTimeout(register, operations, patience)
}

// settle returns the operations on registers with a known outcome, and decides the unknown ones. Values are unique, and only
// who observes a value can tell that it was there: an unknown write that somebody observed has happened by then, and one that
// nobody observed makes no difference to anybody.
func settle(records []record) []record {
	observedBy := map[string]int64{}
	observe := func(value string, at int64) {
		if first, found := observedBy[value]; !found || at < first {
			observedBy[value] = at
		}
	}
	for _, one := range records {
		switch {
		case one.Outcome != outcomeOk || one.Kind == kindWrite || one.Kind == kindPut:
		case one.Swapped:
			observe(one.Expected, one.End)
		default:
			observe(one.Observed, one.End)
		}
	}
	var settled []record
	for again := true; again; {
		// A swap that turns out to have happened has observed what it replaced.
		again = false
		settled = settled[:0]
		for _, one := range records {
			if one.Kind == kindWrite || one.Outcome == outcomeFailed {
				continue
			}
			if one.Outcome == outcomeUnknown {
				at, found := observedBy[one.Value]
				if !found || one.Kind == kindGet {
					continue
				}
				one.End = max(one.Start, at)
				if one.Kind == kindSwap {
					one.Swapped = true
					if earlier, found := observedBy[one.Expected]; !found || one.End < earlier {
						observe(one.Expected, one.End)
						again = true
					}
				}
			}
			settled = append(settled, one)
		}
	}
	return settled
}

// longestGap is the longest time in which no connection got a write acknowledged, and when it began. The time before the
// first and after the last acknowledgement count too.
func longestGap(records []record) (gap time.Duration, since time.Time) {
	begin, end := int64(math.MaxInt64), int64(0)
	var acknowledged []int64
	for _, one := range records {
		begin, end = min(begin, one.Start), max(end, one.End)
		if one.changes() {
			acknowledged = append(acknowledged, one.End)
		}
	}
	slices.Sort(acknowledged)
	last := begin
	for _, at := range append(acknowledged, end) {
		if pause := time.Duration(at - last); pause > gap {
			gap, since = pause, time.Unix(0, last)
		}
		last = at
	}
	return gap, since
}
