package main

import (
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

func put(value string, start, end int64) record {
	return record{Kind: kindPut, Key: "r", Value: value, Start: start, End: end, Outcome: outcomeOk}
}

func get(observed string, start, end int64) record {
	return record{Kind: kindGet, Key: "r", Observed: observed, Start: start, End: end, Outcome: outcomeOk}
}

func swap(expected, value string, start, end int64) record {
	return record{Kind: kindSwap, Key: "r", Expected: expected, Value: value, Swapped: true, Start: start, End: end, Outcome: outcomeOk}
}

func notSwapped(expected, observed string, start, end int64) record {
	return record{Kind: kindSwap, Key: "r", Expected: expected, Observed: observed, Start: start, End: end, Outcome: outcomeOk}
}

func unknown(one record) record {
	one.Outcome, one.Swapped = outcomeUnknown, false
	return one
}

func TestLinearizable(t *testing.T) {
	const right, wrong = porcupine.Ok, porcupine.Illegal
	for _, row := range []struct {
		name  string
		given []record
		want  porcupine.CheckResult
	}{
		{"nothing", nil, right},
		{"a read of what was written", []record{put("a", 1, 2), get("a", 3, 4)}, right},
		{"a stale read", []record{put("a", 1, 2), put("b", 3, 4), get("a", 5, 6)}, wrong},
		{"an old value during the write of a new one", []record{put("a", 1, 2), put("b", 3, 6), get("a", 4, 5)}, right},
		{"a read of nothing after a write", []record{put("a", 1, 2), get("", 3, 4)}, wrong},
		{"a new value, then the old one", []record{put("a", 1, 2), put("b", 3, 9), get("b", 4, 5), get("a", 6, 7)}, wrong},
		{"a swap of what is there", []record{put("a", 1, 2), swap("a", "b", 3, 4), get("b", 5, 6)}, right},
		{"a swap of what is no longer there", []record{put("a", 1, 2), put("b", 3, 4), swap("a", "c", 5, 6)}, wrong},
		{"two swaps of the same value", []record{put("a", 1, 2), swap("a", "b", 3, 6), swap("a", "c", 3, 6)}, wrong},
		{"a swap that found something else", []record{put("a", 1, 2), notSwapped("b", "a", 3, 4)}, right},
		{"a swap that did not swap what it expected", []record{put("a", 1, 2), notSwapped("a", "a", 3, 4)}, wrong},
		{"an unknown write that nobody saw", []record{put("a", 1, 2), unknown(put("b", 3, 4)), get("a", 5, 6)}, right},
		{"an unknown write that happened much later", []record{put("a", 1, 2), unknown(put("b", 3, 4)), get("a", 5, 6), get("b", 7, 8)}, right},
		{"an unknown write that vanished again", []record{put("a", 1, 2), unknown(put("b", 3, 4)), get("b", 5, 6), get("a", 7, 8)}, wrong},
		{"a read of an unknown write before it began", []record{put("a", 1, 2), get("b", 3, 4), unknown(put("b", 5, 6))}, wrong},
		{"an unknown swap that somebody saw", []record{put("a", 1, 2), unknown(swap("a", "b", 3, 4)), get("a", 5, 6), get("b", 7, 8)}, right},
		{"an unknown swap of what was not there", []record{put("a", 1, 2), unknown(swap("c", "b", 3, 4)), get("b", 5, 6)}, wrong},
		{"an unknown swap of an unknown write", []record{unknown(put("a", 1, 2)), unknown(swap("a", "b", 3, 4)), get("b", 5, 6)}, right},
		{"a write that was refused and is there", []record{{Kind: kindPut, Key: "r", Value: "a", Start: 1, End: 2, Outcome: outcomeFailed}, get("a", 3, 4)}, wrong},
	} {
		if got := linearizable(row.given, time.Second); got != row.want {
			t.Errorf("%s: got %s, want %s", row.name, got, row.want)
		}
	}
}

func TestLongestGap(t *testing.T) {
	refused := record{Kind: kindPut, Start: 10, End: 90, Outcome: outcomeFailed}
	for _, row := range []struct {
		name       string
		given      []record
		gap, since int64
	}{
		{"between two writes", []record{put("a", 1, 2), put("b", 2, 12), put("c", 12, 13)}, 10, 2},
		{"another connection writes meanwhile", []record{put("a", 1, 2), put("b", 2, 12), put("c", 2, 6)}, 6, 6},
		{"a read does not end it", []record{put("a", 1, 2), get("a", 5, 6), put("b", 2, 12)}, 10, 2},
		{"nothing was acknowledged at the end", []record{put("a", 9, 10), refused}, 80, 10},
		{"nothing was acknowledged at all", []record{refused}, 80, 10},
	} {
		gap, since := longestGap(row.given)
		if gap != time.Duration(row.gap) || since.UnixNano() != row.since {
			t.Errorf("%s: got %d since %d, want %d since %d", row.name, gap, since.UnixNano(), row.gap, row.since)
		}
	}
}
