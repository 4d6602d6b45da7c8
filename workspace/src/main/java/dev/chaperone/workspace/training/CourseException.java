// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import java.util.List;
import java.util.stream.Collectors;

/// Courses that can not be read, with everything that is wrong with them.
public final class CourseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<CourseFault> faults;

    CourseException(List<CourseFault> faults) {
        super(faults.stream().map(CourseFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public List<CourseFault> faults() {
        return faults;
    }
}
