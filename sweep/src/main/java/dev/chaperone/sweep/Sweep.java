// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Looks for secrets where a [Request] says, and tells what it found without telling any.
public final class Sweep {
    private final Request request;
    private final Streams streams;
    private final Engine engine;
    private final Tally tally = new Tally();
    private final Console console;

    private Sweep(Request request, Streams streams) throws SweepException {
        this.request = request;
        this.streams = streams;
        console = new Console(streams);
        engine = new Engine(foreignRules(), request.least(), this::incomplete);
    }

    /// Does what is asked for.
    ///
    /// @throws SweepException when it can not be done at all
    public static Outcome run(Request request, Streams streams) throws SweepException {
        return new Sweep(request, streams).run();
    }

    private Outcome run() throws SweepException {
        Source source = source();
        Judge judge = new Judge(request, Ignored.of(source.roots(), engine::has));
        Report report = Report.in(request.format(), streams.out(), console);
        Reading reading = new Reading(engine, tally, hit -> tell(hit, judge.judge(hit), report));
        source.readAll(new Reader(reading, tally, console));
        report.end(tally);
        if (streams.out().checkError()) {
            throw SweepException.unreachable("standard output was closed");
        }
        NewBaseline newBaseline = judge.newBaseline();
        if (newBaseline == null) {
            return outcome(tally.findings());
        }
        newBaseline.write();
        console.say(
                "%s knows %d findings now"
                        .formatted(request.known().newBaseline(), newBaseline.size()));
        return outcome(0);
    }

    private void incomplete(String problem) {
        tally.unread(problem);
        console.say(problem);
    }

    /// The rules of the file that was named; says at once what of it is not honoured.
    private ForeignRules foreignRules() throws SweepException {
        Path file = request.gitleaks();
        if (file == null) {
            return ForeignRules.NONE;
        }
        List<String> remarks = new ArrayList<>();
        ForeignRules rules = GitleaksFile.read(file, remarks);
        remarks.forEach(remark -> console.say(file + ": " + remark));
        console.say("%s: %d rules are used".formatted(file, rules.rules().size()));
        return rules;
    }

    private Source source() throws SweepException {
        return switch (request.subject()) {
            case Request.Subject.Paths(var names) ->
                    new NamedPaths(names, request.directory(), streams.in());
            case Request.Subject.Staged _ -> GitChanges.staged(request.directory());
            case Request.Subject.Range(var revisions) ->
                    GitChanges.of(revisions, request.directory());
        };
    }

    private void tell(Hit hit, Judge.Verdict verdict, Report report) {
        switch (verdict) {
            case TOLD -> {
                tally.found();
                report.add(hit);
            }
            case OUT_OF_QUESTION -> {}
            case REMARKED -> tally.remarked();
            case IGNORED -> tally.ignored();
            case KNOWN -> tally.known();
        }
    }

    private Outcome outcome(long findings) {
        if (findings > 0) {
            return Outcome.FOUND;
        }
        return tally.isComplete() ? Outcome.CLEAN : Outcome.INCOMPLETE;
    }
}
