// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the lists show of some people: for whoever has to know that an account is gone. It is gone
/// by a reading from after some moment, never because nobody looked.
///
/// @param traces accounts of theirs and such as may be theirs, by person
/// @param readings of which the source was read lately, the oldest first
/// @param sources all lists with their newest reading
public record SeatEvidence(
        Map<PersonId, List<SeatTrace>> traces,
        List<SeatReading> readings,
        List<SeatSource> sources) {
    public SeatEvidence {
        traces = Map.copyOf(traces);
        readings = List.copyOf(readings);
        sources = List.copyOf(sources);
    }

    /// What the lists say of somebody's accounts.
    public sealed interface Answer {
        /// No list can tell: somebody has to look.
        ///
        /// @param why empty when there is no list at all
        record Unknown(String why) implements Answer {}

        /// The newest reading shows it.
        record Shown(SeatTrace trace, SeatReading newest) implements Answer {}

        /// A reading from after the moment does not show it, and none since.
        record Gone(SeatReading reading) implements Answer {}
    }

    public List<SeatTrace> of(PersonId person) {
        return traces.getOrDefault(person, List.of());
    }

    /// Whether a list of such accounts of a tool was ever read: then the list tells.
    public boolean covers(ToolId tool, AccessKind kind) {
        return sources.stream().anyMatch(each -> isOf(each, tool, kind));
    }

    private static boolean isOf(SeatSource list, ToolId tool, AccessKind kind) {
        SeatReading newest = list.newest();
        return list.tool().equals(tool) && newest != null && newest.kind() == kind;
    }

    /// What became of an account of somebody; empty when the lists do not know it as theirs.
    public Optional<SeatTrace> trace(PersonId person, SourceId source, String account) {
        return of(person).stream()
                .filter(each -> each.source().equals(source) && each.account().equals(account))
                .findFirst();
    }

    /// Whether an account that was on a list is gone since a moment.
    public Answer of(SeatTrace trace, Instant since) {
        if (trace.shown()) {
            return new Answer.Shown(trace, newest(trace.source()));
        }
        return first(trace.source(), trace.goneWith(), since)
                .<Answer>map(Answer.Gone::new)
                .orElseGet(() -> notReadSince(trace.source().value()));
    }

    /// Whether a list that was read before a moment did not show it any more then.
    public boolean endedBefore(SeatTrace trace, Instant moment) {
        return !trace.shown() && trace.goneAsOf().isBefore(moment);
    }

    private static Answer notReadSince(String source) {
        return new Answer.Unknown("the list " + source + " has not been read since");
    }

    /// Whether all of somebody's accounts of a kind for a tool are gone since a moment.
    public Answer of(PersonId person, ToolId tool, AccessKind kind, Instant since) {
        List<SeatTrace> theirs =
                of(person).stream()
                        .filter(each -> each.tool().equals(tool) && each.kind() == kind)
                        .toList();
        Answer last = theirs.isEmpty() ? neverSeen(tool, kind, since) : null;
        for (SeatTrace each : theirs) {
            last = worse(last, of(each, since));
        }
        return last == null ? new Answer.Unknown("") : last;
    }

    /// Of several the one that keeps it open, or the latest.
    private static Answer worse(@Nullable Answer one, Answer other) {
        if (one == null || other instanceof Answer.Shown) {
            return other;
        }
        return switch (one) {
            case Answer.Shown _ -> one;
            case Answer.Unknown _ -> other instanceof Answer.Gone ? one : other;
            case Answer.Gone(var reading) ->
                    other instanceof Answer.Gone(var later) && later.number() < reading.number()
                            ? one
                            : other;
        };
    }

    /// Nobody knew an account of theirs. A list shows that there is none only when it is known of
    /// all its accounts whose they are.
    private Answer neverSeen(ToolId tool, AccessKind kind, Instant since) {
        Answer last = null;
        for (SeatSource each : sources) {
            if (each.source() != null && isOf(each, tool, kind)) {
                last = worse(last, neverSeen(each, each.source(), since));
            }
        }
        return last == null ? new Answer.Unknown("") : last;
    }

    private Answer neverSeen(SeatSource list, SourceId source, Instant since) {
        if (list.unresolved() > 0) {
            return new Answer.Unknown(
                    "on the list %s it is not known of %d accounts whose they are"
                            .formatted(source, list.unresolved()));
        }
        return first(source, 0, since)
                .<Answer>map(Answer.Gone::new)
                .orElseGet(() -> notReadSince(source.value()));
    }

    private Optional<SeatReading> first(SourceId source, long number, Instant since) {
        return readings.stream()
                .filter(each ->
                        each.source().equals(source)
                                && each.number() >= number
                                && each.asOf().isAfter(since))
                .findFirst();
    }

    private SeatReading newest(SourceId source) {
        return sources.stream()
                .filter(each -> source.equals(each.source()))
                .flatMap(each -> Stream.ofNullable(each.newest()))
                .findFirst()
                .orElseThrow();
    }
}
