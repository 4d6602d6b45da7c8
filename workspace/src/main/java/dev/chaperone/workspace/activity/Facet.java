// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A value that occurs in requests of a person, or of anybody.
///
/// @param kind name of a column of `interaction`, or `detector`
/// @param person empty for anybody
record Facet(String kind, String person, String value) {
    static final String ANYBODY = "";

    private static final JsonMapper JSON = new JsonMapper();

    /// As a JSON object whose members are named like the columns.
    ObjectNode row() {
        return JSON.createObjectNode().put("kind", kind).put("person", person).put("value", value);
    }
}
