// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.slf4j.bridge.SLF4JBridgeHandler;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// `chaperone up`: starts an instance, says how to use it, and stops it cleanly when told to.
public final class Main {
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
        try {
            Instance instance = Instance.start(Options.parse(words.subList(1, words.size())));
            Runtime.getRuntime().addShutdownHook(new Thread(instance::close, "stop"));
            System.out.println(ReadyScreen.of(instance));
        } catch (StartFailure failure) {
            String.valueOf(failure.getMessage())
                    .lines()
                    .forEach(line -> System.err.println("chaperone: " + line));
            System.exit(failure.exitCode());
        }
        // The event loops work; a signal ends the process by way of the hook.
        new CountDownLatch(1).await();
    }
}
