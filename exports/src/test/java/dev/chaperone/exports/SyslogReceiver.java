// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

/// A receiver of syslog that takes frames by their length, strictly.
final class SyslogReceiver implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger framesUntilCut = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean deaf;

    /// @param tls null to speak plain TCP
    SyslogReceiver(@Nullable SSLContext tls, int port) throws IOException {
        server =
                tls == null
                        ? new ServerSocket()
                        : tls.getServerSocketFactory().createServerSocket();
        server.setReuseAddress(true);
        server.setReceiveBufferSize(8 * 1024);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    List<String> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    /// The message that came last; empty when none did.
    String last() {
        synchronized (messages) {
            return messages.isEmpty() ? "" : messages.getLast();
        }
    }

    /// The ids of the messages, in the order of arrival.
    List<Long> indices() {
        return messages().stream()
                .map(message -> message.substring(message.indexOf('{')))
                .map(json -> JsonTree.parse(json.getBytes(StandardCharsets.UTF_8)))
                .map(tree -> (Long) tree.at("index").value())
                .toList();
    }

    /// Hangs up, in the middle of things, after so many more frames; once.
    void cutsAfter(int frames) {
        framesUntilCut.set(frames);
    }

    /// Accepts connections and reads nothing.
    void isDeaf(boolean deaf) {
        this.deaf = deaf;
        if (!deaf) {
            open.forEach(Quietly::close);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (deaf) {
                closed.await();
                return;
            }
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String message = frame(in); message != null; message = frame(in)) {
                messages.add(message);
                if (framesUntilCut.decrementAndGet() == 0) {
                    framesUntilCut.set(Integer.MAX_VALUE);
                    return;
                }
            }
        } catch (IOException e) {
            // The sender hung up or its handshake failed: what arrived stays.
            open.remove(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String frame(InputStream in) throws IOException {
        int length = 0;
        for (int c = in.read(); c != ' '; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c < '0' || c > '9') {
                throw new AssertionError("Not a length: " + c);
            }
            length = 10 * length + c - '0';
        }
        byte[] message = in.readNBytes(length);
        return message.length < length ? null : new String(message, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed.countDown();
        Quietly.close(server);
        open.forEach(Quietly::close);
        threads.close();
    }
}
