// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

/// Where something stands in a text. Lines and columns count from 1, columns in characters; the end
/// is behind the last one.
///
/// @param start offset of its first byte
/// @param end offset behind its last byte
record Span(long start, long end, long line, long column, long endLine, long endColumn) {}
