// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import org.w3c.dom.Element;
import org.w3c.dom.Node;

import java.util.ArrayList;
import java.util.List;

/// The widths of a table's columns, by how much there is to read in them. The renderer would let a
/// long word push a column off the page.
final class Columns {
    private static final int ALL = 100;
    private static final int LEAST = 6;
    private static final int MOST = 400;

    private Columns() {}

    static void fit(Element table) {
        List<Integer> weights = new ArrayList<>();
        var rows = table.getElementsByTagName("tr");
        for (int i = 0; i < rows.getLength(); i++) {
            int column = 0;
            for (Node cell = rows.item(i).getFirstChild();
                    cell != null;
                    cell = cell.getNextSibling()) {
                if (column == weights.size()) {
                    weights.add(0);
                }
                weights.set(column, Math.max(weights.get(column), weight(cell)));
                column++;
            }
        }
        table.insertBefore(group(table, weights), table.getFirstChild());
    }

    // The root, because a text ten times as long needs some more lines, too.
    private static int weight(Node cell) {
        int length = Math.min(cell.getTextContent().length(), MOST);
        return LEAST + (int) Math.sqrt(length * 10.0);
    }

    private static Element group(Element table, List<Integer> weights) {
        org.w3c.dom.Document page = table.getOwnerDocument();
        Element group = page.createElement("colgroup");
        int sum = Math.max(1, weights.stream().mapToInt(Integer::intValue).sum());
        for (int weight : weights) {
            Element column = page.createElement("col");
            column.setAttribute("style", "width: " + weight * ALL / sum + "%");
            group.appendChild(column);
        }
        return group;
    }
}
