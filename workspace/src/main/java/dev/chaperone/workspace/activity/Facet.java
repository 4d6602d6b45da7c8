// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

/// A value that occurs in requests of a person, or of anybody.
///
/// @param kind name of a column of `interaction`, or `detector`
/// @param person empty for anybody
record Facet(String kind, String person, String value) {
    static final String ANYBODY = "";
}
