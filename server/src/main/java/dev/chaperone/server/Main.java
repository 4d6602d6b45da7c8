// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `chaperone up`: starts an instance, says how to use it, and stops it cleanly when told to.
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Main() {}

    /// Starts what the command line says.
    ///
    /// @param arguments `up` and its options
    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = Arrays.asList(arguments);
        if (words.isEmpty() || !words.getFirst().equals("up")) {
            System.err.println("chaperone: usage: up [options]");
            System.exit(StartFailure.BAD_INPUT);
        }
        // Tomcat logs by the JDK's means; all goes to one place.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        CompletableFuture<Instance> started = new CompletableFuture<>();
        Thread stop = new Thread(() -> stop(started), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            Instance instance = Instance.start(Options.parse(words.subList(1, words.size())));
            started.complete(instance);
            if (!stop.isAlive()) {
                System.out.println(ReadyScreen.of(instance));
            }
        } catch (StartFailure failure) {
            started.completeExceptionally(failure);
            String.valueOf(failure.getMessage())
                    .lines()
                    .forEach(line -> System.err.println("chaperone: " + line));
            System.exit(failure.exitCode());
        }
        // The event loops work; a signal ends the process by way of the hook.
        new CountDownLatch(1).await();
    }

    /// A start that is under way is let come to its end: what it has opened so far, the database
    /// above all, would otherwise be left running.
    private static void stop(CompletableFuture<Instance> started) {
        try {
            started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).close();
        } catch (ExecutionException e) {
            LOG.debug("Nothing to stop: the start failed", e);
        } catch (TimeoutException e) {
            LOG.error("The start did not end in time, so what it opened was not closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
