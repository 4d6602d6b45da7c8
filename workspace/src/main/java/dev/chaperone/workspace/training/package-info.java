// SPDX-License-Identifier: Apache-2.0
/// Training: courses that are files, attempts at their quizzes, and who is trained until when.
@NullMarked
package dev.chaperone.workspace.training;

import org.jspecify.annotations.NullMarked;
