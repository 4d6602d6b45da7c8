// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.util.ArrayList;
import java.util.List;

/// The records of an export, up to a bound: a small body may claim to hold millions.
final class OtlpRecords {
    /// An exporter sends some hundred at once.
    static final int MOST = 10_000;

    private static final int MOST_PROGRAMS = 100;

    private final List<OtlpAttributes> programs = new ArrayList<>();
    private final List<OtlpRecord> taken = new ArrayList<>();
    private long rejected;

    /// Whether another record, or program, may be read. If not, it is counted.
    boolean hasRoom() {
        if (taken.size() < MOST && programs.size() <= MOST_PROGRAMS) {
            return true;
        }
        rejected++;
        return false;
    }

    void add(OtlpRecord record) {
        taken.add(record);
    }

    /// Attributes of a program that are about to be read.
    OtlpAttributes program() {
        OtlpAttributes program = new OtlpAttributes();
        programs.add(program);
        return program;
    }

    List<OtlpAttributes> programs() {
        return programs;
    }

    List<OtlpRecord> taken() {
        return taken;
    }

    /// How many were not taken.
    long rejected() {
        return rejected;
    }
}
