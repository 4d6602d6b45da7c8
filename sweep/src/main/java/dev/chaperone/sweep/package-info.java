// SPDX-License-Identifier: Apache-2.0
/// Runs the detectors over files, folders, text and what git is about to keep.
@NullMarked
package dev.chaperone.sweep;

import org.jspecify.annotations.NullMarked;
