// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.server.filter.AndExpressionNode;
import de.captaingoldfish.scim.sdk.server.filter.AttributeExpressionLeaf;
import de.captaingoldfish.scim.sdk.server.filter.AttributePathRoot;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;

import dev.chaperone.workspace.directory.Sought;

import org.jspecify.annotations.Nullable;

/// A filter of the protocol as a search of the database: what directories ask for has an index, and
/// only of what is left is each one looked at.
///
/// @param exact whether the search finds just what the filter means; else it finds more
record ScimFilter(Sought sought, boolean exact) {
    /// @param filter null for everybody
    /// @param name by which attribute they are known, such as `userName`
    static ScimFilter of(@Nullable FilterNode filter, String name) {
        return filter == null
                ? new ScimFilter(Sought.ALL, true)
                : narrow(new ScimFilter(Sought.ALL, true), filter, name);
    }

    private static ScimFilter narrow(ScimFilter before, FilterNode filter, String name) {
        return switch (filter) {
            case AndExpressionNode and ->
                    narrow(narrow(before, and.getLeftNode(), name), and.getRightNode(), name);
            case AttributeExpressionLeaf leaf -> before.by(leaf, name);
            case AttributePathRoot path when path.getChild() != null ->
                    narrow(before, path.getChild(), name).inexact();
            default -> before.inexact();
        };
    }

    private ScimFilter by(AttributeExpressionLeaf leaf, String name) {
        String value = leaf.getStringValue().orElse(null);
        if (leaf.getComparator() != Comparator.EQ || value == null) {
            return inexact();
        }
        String attribute = leaf.getShortName();
        if (attribute.equalsIgnoreCase(name)) {
            return new ScimFilter(sought.named(value), exact);
        } else if (attribute.equalsIgnoreCase("externalId")) {
            return new ScimFilter(sought.withExternalId(value), exact);
        } else if (attribute.equalsIgnoreCase("id")) {
            return new ScimFilter(sought.withId(value), exact);
        } else if (attribute.equalsIgnoreCase("emails.value")) {
            return new ScimFilter(sought.at(value), exact);
        }
        return inexact();
    }

    private ScimFilter inexact() {
        return new ScimFilter(sought, false);
    }
}
