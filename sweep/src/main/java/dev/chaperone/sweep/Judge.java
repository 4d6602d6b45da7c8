// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import dev.chaperone.detection.Confidence;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// Says which findings are told, and which are known to be harmless or of before.
final class Judge {
    private final Confidence least;
    private final boolean markers;
    private final Ignored ignored;
    private final Baseline baseline;
    private final @Nullable NewBaseline newBaseline;

    /// What becomes of a finding.
    enum Verdict {
        TOLD,
        /// It is not what was asked for.
        OUT_OF_QUESTION,
        /// A remark in the text allows it.
        REMARKED,
        /// `.gitleaksignore` names it.
        IGNORED,
        /// It is in the baseline.
        KNOWN
    }

    Judge(Request request, Ignored ignored) throws SweepException {
        this.ignored = ignored;
        least = request.least();
        markers = request.known().markers();
        baseline = Baseline.read(request.known().baseline());
        Path file = request.known().newBaseline();
        newBaseline = file == null ? null : new NewBaseline(file);
    }

    Verdict judge(Hit hit) throws SweepException {
        Span span = hit.span();
        if (hit.confidence().compareTo(least) > 0
                || !hit.content().lines().countAnyOf(span.line(), span.endLine())) {
            return Verdict.OUT_OF_QUESTION;
        }
        if (markers && hit.allowed() && hit.content().isOfARepository()) {
            return Verdict.REMARKED;
        }
        if (ignored.covers(hit)) {
            return Verdict.IGNORED;
        }
        if (newBaseline != null) {
            newBaseline.add(hit);
        }
        return baseline.excuses(hit) ? Verdict.KNOWN : Verdict.TOLD;
    }

    @Nullable NewBaseline newBaseline() {
        return newBaseline;
    }
}
