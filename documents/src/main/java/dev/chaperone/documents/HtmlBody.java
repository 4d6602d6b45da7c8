// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.util.List;
import java.util.Locale;

/// What a document looks like between `<body>` and `</body>`, on a page and in print.
final class HtmlBody {
    // The title is h1, a section h2.
    private static final int ABOVE = 2;

    private final Markup out;

    HtmlBody(Markup out) {
        this.out = out;
    }

    void write(Document document) {
        out.line("<main>");
        out.line("<header>");
        out.element("h1", document.title());
        control(document.control());
        out.line("</header>");
        contents(document.sections());
        document.sections().forEach(this::section);
        out.line("</main>");
    }

    private void control(List<Field> fields) {
        if (fields.isEmpty()) {
            return;
        }
        out.line("<table class=\"control\">");
        out.line("<tbody>");
        for (Field field : fields) {
            out.put("<tr><th scope=\"row\">");
            out.text(field.label());
            out.put("</th><td>");
            text(field.value());
            out.line("</td></tr>");
        }
        out.line("</tbody>");
        out.line("</table>");
    }

    private void contents(List<Section> sections) {
        if (sections.size() < 2) {
            return;
        }
        out.line("<nav>");
        out.line("<ul class=\"contents\">");
        for (Section section : sections) {
            out.put("<li><a href=\"#" + section.id() + "\">");
            out.text(section.title());
            out.line("</a></li>");
        }
        out.line("</ul>");
        out.line("</nav>");
    }

    private void section(Section section) {
        out.line("<section id=\"" + section.id() + "\">");
        out.element("h2", section.title());
        blocks(section.blocks());
        out.line("</section>");
    }

    private void blocks(List<Block> blocks) {
        blocks.forEach(this::block);
    }

    private void block(Block block) {
        switch (block) {
            case Block.Heading(int level, Text text) -> element("h" + (level + ABOVE), text);
            case Block.Paragraph(Text text) -> element("p", text);
            case Block.Items items -> items(items);
            case Block.Table table -> table(table);
            case Block.Clause clause -> clause(clause);
            case Block.Note(Text text) -> {
                out.put("<aside>");
                text(text);
                out.line("</aside>");
            }
            case Block.Listing(String text) -> {
                out.put("<pre>");
                out.text(text);
                out.line("</pre>");
            }
        }
    }

    private void items(Block.Items items) {
        String name =
                switch (items.order()) {
                    case NUMBERED -> "ol";
                    case ANY -> "ul";
                };
        out.line("<" + name + ">");
        for (List<Block> item : items.items()) {
            out.put("<li>");
            if (item.size() == 1 && item.getFirst() instanceof Block.Paragraph(Text text)) {
                text(text);
            } else {
                blocks(item);
            }
            out.line("</li>");
        }
        out.line("</" + name + ">");
    }

    private void table(Block.Table table) {
        out.line("<div class=\"wide\">");
        out.line("<table>");
        out.put("<thead><tr>");
        for (Text cell : table.head()) {
            cell("th scope=\"col\"", "th", cell);
        }
        out.line("</tr></thead>");
        out.line("<tbody>");
        for (List<Text> row : table.rows()) {
            out.put("<tr>");
            cell("th scope=\"row\"", "th", row.getFirst());
            row.stream().skip(1).forEach(cell -> cell("td", "td", cell));
            out.line("</tr>");
        }
        out.line("</tbody>");
        out.line("</table>");
        out.line("</div>");
    }

    private void cell(String begin, String end, Text text) {
        out.put("<" + begin + ">");
        text(text);
        out.put("</" + end + ">");
    }

    private void clause(Block.Clause clause) {
        out.line("<div class=\"clause\" id=\"" + clause.id() + "\">");
        out.put("<p><a class=\"id\" href=\"#" + clause.id() + "\">");
        out.text(clause.id());
        out.put("</a> ");
        text(clause.text());
        out.line("</p>");
        if (!clause.marks().isEmpty()) {
            out.line("<ul class=\"marks\">");
            for (Mark mark : clause.marks()) {
                out.put(
                        "<li class=\""
                                + mark.enforcement().name().toLowerCase(Locale.ROOT)
                                + "\">");
                text(mark.text());
                out.line("</li>");
            }
            out.line("</ul>");
        }
        out.line("</div>");
    }

    private void element(String name, Text text) {
        out.put("<" + name + ">");
        text(text);
        out.line("</" + name + ">");
    }

    private void text(Text text) {
        for (Inline part : text.parts()) {
            switch (part) {
                case Inline.Plain(String words) -> out.text(words);
                case Inline.Code(String words) -> {
                    out.put("<code>");
                    out.text(words);
                    out.put("</code>");
                }
                case Inline.Strong(Text inner) -> inner("strong", inner);
                case Inline.Emphasis(Text inner) -> inner("em", inner);
                case Inline.Link(Text inner, String target) -> link(inner, target);
            }
        }
    }

    private void link(Text text, String target) {
        out.put("<a href=\"");
        out.text(target);
        out.put(Targets.within(target) ? "\">" : "\" rel=\"noopener noreferrer\">");
        text(text);
        out.put("</a>");
    }

    private void inner(String name, Text text) {
        out.put("<" + name + ">");
        text(text);
        out.put("</" + name + ">");
    }
}
