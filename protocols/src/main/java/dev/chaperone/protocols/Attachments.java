// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.util.ArrayList;
import java.util.List;

/// Finds the strings that hold binary attachments while the lexer walks through a part. An object
/// is judged when it closes, so the order of its members does not matter; of members that are there
/// twice the last counts, as for the model's side, and the others stay text.
final class Attachments {
    private final WireFormat format;
    private final byte[] body;
    private final StringTable strings;
    private final List<Frame> frames = new ArrayList<>();
    private int depth;
    private int found;

    Attachments(WireFormat format, byte[] body, StringTable strings) {
        this.format = format;
        this.body = body;
        this.strings = strings;
    }

    /// How many were found since the last call.
    int take() {
        int result = found;
        found = 0;
        return result;
    }

    void open() {
        Member container = depth == 0 ? Member.OTHER : frames.get(depth - 1).member;
        if (depth == frames.size()) {
            frames.add(new Frame());
        }
        frames.get(depth++).start(container);
    }

    void name(int from, int to, boolean escaped) {
        Frame frame = frames.get(depth - 1);
        frame.member = escaped ? Member.OTHER : Member.of(body, from, to);
        switch (frame.member) {
            case TYPE -> frame.type = Member.OTHER;
            case MEDIA_TYPE, MIME_TYPE, OTHER_MIME_TYPE -> frame.binary = false;
            case DATA, URL, FILE_DATA, IMAGE_URL -> frame.payload = -1;
            case SOURCE -> frame.source = -1;
            default -> {}
        }
    }

    /// The last string of the table has just been read.
    void string() {
        if (depth == 0) {
            return;
        }
        Frame frame = frames.get(depth - 1);
        int last = strings.size() - 1;
        switch (frame.member) {
            case TYPE -> frame.type = Member.of(body, strings.from(last), strings.to(last));
            case MEDIA_TYPE, MIME_TYPE, OTHER_MIME_TYPE ->
                    frame.binary = !MediaType.isText(body, strings.from(last), strings.to(last));
            case DATA, URL, FILE_DATA, IMAGE_URL -> {
                frame.payload = last;
                frame.pictureUrl = frame.member == Member.IMAGE_URL;
            }
            default -> {}
        }
    }

    void close() {
        Frame frame = frames.get(--depth);
        switch (format.family()) {
            case ANTHROPIC -> closeAnthropic(frame);
            case OPENAI -> closeOpenAi(frame);
            case GEMINI -> closeGemini(frame);
        }
    }

    private void closeAnthropic(Frame frame) {
        if (frame.source >= 0 && (frame.type == Member.IMAGE || frame.type == Member.DOCUMENT)) {
            mark(frame.source);
        }
        if (frame.container == Member.SOURCE
                && frame.type == Member.BASE64
                && frame.binary
                && frame.payload >= 0
                && isBase64(frame.payload)) {
            frames.get(depth - 1).source = frame.payload;
        }
    }

    private void closeOpenAi(Frame frame) {
        if (frame.payload < 0) {
            return;
        }
        // Responses have the URL or the file's data beside the type, chat has an object for them.
        boolean file =
                frame.pictureUrl
                        || frame.type == Member.INPUT_FILE
                        || frame.container == Member.IMAGE_URL
                        || frame.container == Member.FILE;
        boolean audio = frame.container == Member.INPUT_AUDIO;
        if (((file || audio) && isDataUrl(frame.payload)) || (audio && isBase64(frame.payload))) {
            mark(frame.payload);
        }
    }

    private void closeGemini(Frame frame) {
        boolean inline =
                frame.container == Member.INLINE_DATA
                        || frame.container == Member.OTHER_INLINE_DATA;
        if (inline && frame.binary && frame.payload >= 0 && isBase64(frame.payload)) {
            mark(frame.payload);
        }
    }

    private void mark(int string) {
        strings.layOut(string, StringTable.ATTACHMENT);
        found++;
    }

    private boolean isBase64(int string) {
        return !strings.escaped(string)
                && MediaType.isBase64(body, strings.from(string), strings.to(string));
    }

    private boolean isDataUrl(int string) {
        return !strings.escaped(string)
                && MediaType.isBinaryDataUrl(body, strings.from(string), strings.to(string));
    }

    /// One open object or array.
    private static final class Frame {
        Member container = Member.OTHER;
        Member member = Member.OTHER;
        Member type = Member.OTHER;
        boolean binary;
        boolean pictureUrl;
        int payload = -1;
        int source = -1;

        void start(Member name) {
            container = name;
            member = Member.OTHER;
            type = Member.OTHER;
            binary = false;
            pictureUrl = false;
            payload = -1;
            source = -1;
        }
    }
}
