// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

/// A course and the bytes that it was read from.
record Volume(Course course, CourseFiles files) {}
