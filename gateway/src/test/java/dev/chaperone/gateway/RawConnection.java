// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A client that writes bytes as it is told and reads what comes.
final class RawConnection implements Closeable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    static RawConnection to(int port) throws IOException {
        return over(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static RawConnection over(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return new RawConnection(socket);
    }

    /// The head of a prompt by a known caller, up to and without the empty line.
    static String head(String method, String path) {
        return method
                + " "
                + path
                + " HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer "
                + TestSite.TOKEN
                + "\r\ncontent-type: application/json\r\n";
    }

    /// A whole prompt by a known caller.
    static String prompt(String headers, String body) {
        return head("POST", "/v1/messages")
                + headers
                + "content-length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }

    /// One byte for each character.
    RawConnection write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /// Reads up to and with a text.
    String readTo(String end) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection ended behind: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /// Reads an answer whose length is announced.
    String readAnswer() throws IOException {
        String head = readTo("\r\n\r\n");
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
        if (at < 0) {
            return head;
        }
        String length = head.substring(at + 16, head.indexOf('\r', at));
        byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length));
        return head + new String(body, StandardCharsets.UTF_8);
    }

    /// Reads until the other side closes; a reset is a close too.
    String readAll() throws IOException {
        StringBuilder read = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int next; (next = in.read()) >= 0; ) {
                read.append((char) next);
            }
        } catch (SocketException e) {
            read.append("(reset)");
        } catch (InterruptedIOException e) {
            throw new IOException("Still open behind: " + read, e);
        }
        return read.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
