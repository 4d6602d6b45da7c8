// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

/// One thing that is wrong with a course.
///
/// @param file in the courses' folder
/// @param line from 1; 0 when it is about the whole file
/// @param column from 1; 0 when it is about the whole file
public record CourseFault(String file, int line, int column, String message) {
    @Override
    public String toString() {
        String place = line == 0 ? "" : ", line " + line + ", column " + column;
        return file + place + ": " + message;
    }
}
