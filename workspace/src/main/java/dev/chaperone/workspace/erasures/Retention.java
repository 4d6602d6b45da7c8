// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.captures.Drawer;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.holds.Holds;
import dev.chaperone.workspace.petitions.Petition;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether captured content may still be opened. Worked out whenever somebody asks: what has
/// expired is closed at that very moment, whether or not anything has destroyed it yet.
public final class Retention {
    private final ErasureStore erasures;
    private final CertificateStore certificates;
    private final Holds holds;
    private final Supplier<RetentionClasses> classes;
    private final Clock clock;

    public Retention(
            Database database, Holds holds, Supplier<RetentionClasses> classes, Clock clock) {
        this.certificates = new CertificateStore(database);
        this.erasures = new ErasureStore(database, certificates);
        this.holds = holds;
        this.classes = classes;
        this.clock = clock;
    }

    /// Whether a body is there.
    ///
    /// @param since when it was put into its drawer
    public Keeping keeping(Drawer drawer, Instant since) {
        CertificateStore.End end = certificates.end(drawer, since).orElse(null);
        if (end != null) {
            Optional<Erasure> erasure = Optional.ofNullable(end.erasure()).flatMap(erasures::find);
            return erasure.isPresent()
                    ? new Keeping.Erased(erasure.get(), end.at())
                    : new Keeping.Expired(end.at(), end.rule());
        }
        Optional<Erasure> underWay = underWay(drawer, since);
        if (underWay.isPresent()) {
            return new Keeping.Erased(underWay.get(), null);
        }
        RetentionClasses now = classes.get();
        Instant until = now.end(drawer);
        List<Hold> holding = holds.binding(drawer.person());
        if (!holding.isEmpty()) {
            return new Keeping.Held(until, holding);
        }
        return clock.instant().isBefore(until)
                ? new Keeping.Kept(until, now.knows(drawer.retention()))
                : new Keeping.Expired(null, now.rule(drawer.retention()));
    }

    /// Approved, so nobody reads it any more, although the key may still be there.
    private Optional<Erasure> underWay(Drawer drawer, Instant since) {
        return erasures.underWay().stream()
                .filter(erasure -> erasure.person().equals(drawer.person()))
                .filter(erasure -> !approvedAt(erasure).isBefore(since))
                .findFirst();
    }

    static Instant approvedAt(Erasure erasure) {
        Petition.Verdict verdict = erasure.wish().verdict();
        return verdict == null ? Instant.MAX : verdict.at();
    }

    /// The classes in force now.
    public RetentionClasses classes() {
        return classes.get();
    }
}
