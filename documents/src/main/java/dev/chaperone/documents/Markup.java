// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

/// HTML that is well-formed XML as well, while it is written.
final class Markup {
    private final StringBuilder out = new StringBuilder();

    void line(String markup) {
        out.append(markup).append('\n');
    }

    void put(String markup) {
        out.append(markup);
    }

    void element(String name, String text) {
        out.append('<').append(name).append('>');
        text(text);
        out.append("</").append(name).append(">\n");
    }

    void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
