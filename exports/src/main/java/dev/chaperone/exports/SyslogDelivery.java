// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A syslog receiver over one TCP connection. Syslog has no answer: all that can be known is that
/// the kernel has a batch and that the receiver has not hung up some time later, and only then the
/// batch counts as taken. When it hangs up before, everything since is sent again. What a receiver
/// holds unread for longer than that, and then loses, is lost.
final class SyslogDelivery implements Delivery {
    private static final int SEND_BUFFER = 64 * 1024;

    private final Target.Syslog target;
    private final SyslogFrame frames;
    private final int patience;
    private final Duration certainty;
    private final @Nullable SSLContext tls;
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private volatile @Nullable Socket open;

    /// @param at by the clock that only goes forward
    private record Sent(int entries, long at) {}

    SyslogDelivery(Target.Syslog target, Format format, Pace pace) throws IOException {
        this.target = target;
        this.frames = new SyslogFrame(format);
        this.patience = (int) pace.patience().toMillis();
        this.certainty = pace.certainty();
        this.tls = target.tls() ? Trust.of(target.ca()) : null;
    }

    @Override
    public int uncertain() throws IOException {
        if (sent.isEmpty()) {
            return 0;
        }
        Socket socket = open;
        if (socket == null || hasHungUp(socket)) {
            sent.clear();
            close();
            throw new IOException(place() + " hung up");
        }
        while (!sent.isEmpty() && System.nanoTime() - sent.peek().at() > certainty.toNanos()) {
            sent.remove();
        }
        return sent.stream().mapToInt(Sent::entries).sum();
    }

    @Override
    public void send(List<Exported> batch) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        Executor later = CompletableFuture.delayedExecutor(patience, TimeUnit.MILLISECONDS);
        // A write to a receiver that does not read never returns by itself.
        CompletableFuture<Void> watch =
                CompletableFuture.runAsync(
                        () -> {
                            late.set(true);
                            close();
                        },
                        later);
        boolean done = false;
        try {
            Socket socket = open;
            // Idle connections end; unless something was on its way, that is nothing.
            if (uncertain() == 0 && socket != null && hasHungUp(socket)) {
                close();
            }
            write(connected(), batch);
            sent.add(new Sent(batch.size(), System.nanoTime()));
            done = true;
        } catch (IOException e) {
            throw late.get()
                    ? new IOException(
                            "%s took nothing for %d s".formatted(place(), patience / 1000), e)
                    : sentence(e);
        } finally {
            watch.cancel(false);
            if (!done) {
                sent.clear();
                close();
            }
        }
    }

    private void write(Socket socket, List<Exported> batch) throws IOException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 32 * 1024);
        for (Exported entry : batch) {
            out.write(frames.of(entry));
        }
        out.flush();
    }

    private Socket connected() throws IOException {
        Socket known = open;
        if (known != null) {
            return known;
        }
        Socket socket = new Socket();
        open = socket;
        // What waits in it can be lost: little does.
        socket.setSendBufferSize(SEND_BUFFER);
        socket.connect(new InetSocketAddress(target.host(), target.port()), patience);
        if (tls == null) {
            return socket;
        }
        SSLSocket secure =
                (SSLSocket)
                        tls.getSocketFactory()
                                .createSocket(socket, target.host(), target.port(), true);
        open = secure;
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(patience);
        secure.startHandshake();
        return secure;
    }

    /// Whether the receiver has ended the connection: it sends nothing, but its end can be read.
    private static boolean hasHungUp(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private IOException sentence(IOException e) {
        return e instanceof SSLException
                ? new IOException("TLS with " + place() + " failed: " + e.getMessage(), e)
                : new IOException(place() + ": " + e.getMessage(), e);
    }

    private String place() {
        return target.host() + ":" + target.port();
    }

    @Override
    public void close() {
        Socket socket = open;
        open = null;
        Quietly.close(socket);
    }
}
