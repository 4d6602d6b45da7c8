// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

import java.util.ArrayList;
import java.util.List;

/// Prepares the text of a page for a PDF, so that whoever copies, searches or hears it gets the
/// text as it was written.
final class PrintedText {
    private final Document page;

    private PrintedText(Document page) {
        this.page = page;
    }

    static void prepare(Document page) {
        PrintedText text = new PrintedText(page);
        for (Node node : all(page.getDocumentElement())) {
            switch (node) {
                case Text words -> text.prepare(words);
                case Element element -> text.prepare(element);
                default -> {}
            }
        }
    }

    private static List<Node> all(Node top) {
        List<Node> all = new ArrayList<>(List.of(top));
        for (int i = 0; i < all.size(); i++) {
            for (Node child = all.get(i).getFirstChild();
                    child != null;
                    child = child.getNextSibling()) {
                all.add(child);
            }
        }
        return all;
    }

    // The renderer draws all the bare text of a line before its emphasized text; a span of its own
    // keeps the order.
    private void prepare(Text words) {
        words.setData(PdfFonts.loaded().drawable(words.getData()));
        boolean alone = words.getPreviousSibling() == null && words.getNextSibling() == null;
        if (!alone && !words.getData().isBlank() || isBetweenInlines(words)) {
            Element span = page.createElement("span");
            words.getParentNode().replaceChild(span, words);
            span.appendChild(words);
        }
    }

    private static boolean isBetweenInlines(Text words) {
        return words.getData().equals(" ");
    }

    private void prepare(Element element) {
        switch (element.getTagName()) {
            // What a reader for the blind says of a link.
            case "a" -> element.setAttribute("title", element.getTextContent());
            case "ol" -> number(element);
            case "ul" -> {
                if (element.getAttribute("class").isEmpty()) {
                    items(element).forEach(item -> sign(item, "•"));
                }
            }
            default -> {}
        }
    }

    private void number(Element list) {
        int number = 0;
        for (Element item : items(list)) {
            number++;
            sign(item, number + ".");
        }
    }

    private static List<Element> items(Element list) {
        List<Element> items = new ArrayList<>();
        for (Node child = list.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element item) {
                items.add(item);
            }
        }
        return items;
    }

    // The renderer's own signs are drawn apart from the text.
    private void sign(Element item, String sign) {
        Element span = page.createElement("span");
        span.setAttribute("class", "sign");
        span.setTextContent(sign);
        Node first = item.getFirstChild();
        Node into =
                first instanceof Element paragraph && paragraph.getTagName().equals("p")
                        ? first
                        : item;
        into.insertBefore(span, into.getFirstChild());
    }
}
