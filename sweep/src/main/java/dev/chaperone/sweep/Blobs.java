// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Contents that git keeps, one after the other from one `git cat-file`.
final class Blobs implements AutoCloseable {
    private static final int LONGEST_LINE = 200;

    private final GitProcess process;

    Blobs(Git git) throws SweepException {
        process = git.start(List.of("cat-file", "--batch"));
    }

    /// Opens one; close it before the next.
    InputStream open(String id) throws IOException {
        process.in().write((id + "\n").getBytes(StandardCharsets.US_ASCII));
        process.in().flush();
        String answer = line();
        String[] words = answer.split(" ", -1);
        if (words.length != 3 || !words[1].equals("blob")) {
            throw new IOException("git answers: " + answer);
        }
        return new Blob(process.out(), Long.parseLong(words[2]));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = process.out().read();
        while (c != '\n' && line.length() < LONGEST_LINE) {
            if (c < 0) {
                throw new IOException("git ended");
            }
            line.append((char) c);
            c = process.out().read();
        }
        return line.toString();
    }

    @Override
    public void close() {
        process.close();
    }

    /// As many bytes as the content has; closing goes on to the next answer.
    private static final class Blob extends FilterInputStream {
        private long left;

        Blob(InputStream in, long size) {
            super(in);
            left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(into, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new IOException("git ended");
            }
            left -= read;
            return read;
        }

        @Override
        public void close() throws IOException {
            transferTo(OutputStream.nullOutputStream());
            in.read(); // the end of the line
        }
    }
}
